package llm

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// maxVectors is how many bytes an answer of vectors may have: 32 of 4,096
// numbers of 20 digits have 3 MB.
const maxVectors = 32 << 20

// vectorsOf reads an answer of n vectors and puts them into the order of the
// texts, which langchaingo takes them to be in.
func vectorsOf(n int) rewriter {
	return func(x *exchange, body io.ReadCloser) (io.ReadCloser, *Error) {
		defer body.Close()
		b, err := io.ReadAll(io.LimitReader(body, maxVectors))
		if err != nil {
			x.lost(err, KindCut)
			if x.noted() == nil { // the caller ended it
				return nil, x.e.fault(KindCut, 0, "")
			}
			return nil, x.noted()
		}
		sorted, u, err := sortVectors(b, n)
		if err != nil {
			if _, known := readSaid(b); known {
				return nil, x.e.fromEvent(b)
			}
			return nil, x.e.fault(KindGarbage, 0, err.Error())
		}
		x.count(u, 0)
		return io.NopCloser(strings.NewReader(sorted)), nil
	}
}

// datum is a vector with the number of its text, as OpenAI has it.
type datum struct {
	Index     *int      `json:"index"`
	Embedding []float32 `json:"embedding"`
}

// sortVectors reads the body of an answer of n vectors and returns one with
// the vectors in order.
func sortVectors(body []byte, n int) (string, usage, error) {
	var in struct {
		Data  []datum `json:"data"`
		Usage struct {
			Input int `json:"prompt_tokens"`
		} `json:"usage"`
	}
	if json.Unmarshal(body, &in) != nil {
		return "", usage{}, errors.New("it does not parse")
	}
	if len(in.Data) != n {
		return "", usage{}, fmt.Errorf("it has %d vectors for %d texts", len(in.Data), n)
	}
	numbered := slices.ContainsFunc(in.Data, func(d datum) bool { return d.Index != nil })
	out := make([]datum, n)
	for i, d := range in.Data {
		if numbered {
			if d.Index == nil || *d.Index < 0 || *d.Index >= n || out[*d.Index].Index != nil {
				return "", usage{}, errors.New("its vectors are not numbered as the texts are")
			}
			i = *d.Index
		} else {
			d.Index = &i
		}
		if len(d.Embedding) == 0 {
			return "", usage{}, errors.New("a vector has no numbers")
		}
		out[i] = d
	}
	b, err := json.Marshal(map[string]any{"data": out})
	return string(b), usage{input: in.Usage.Input}, err
}
