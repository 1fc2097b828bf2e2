package llm

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"

	"newsdesk/rag"
	"newsdesk/rag/vector"
)

// VectorCache keeps vectors by the embedder's ID and the text.
// *corpus.Vectors is one.
type VectorCache interface {
	// Get returns nil for a text that it does not have.
	Get(ctx context.Context, space string, texts []string) ([][]float32, error)
	Put(ctx context.Context, space string, texts []string, vectors [][]float32) error
}

// Embedder embeds texts by a model on a server, through OpenAI's API, which
// Ollama speaks too: its own takes one text a request in langchaingo. It
// implements index.QueryEmbedder and is safe for concurrent use.
type Embedder struct {
	*endpoint
	cache VectorCache
	// queries are the latest: a question is searched for more than once.
	queries *lru.Cache[string, []float32]

	mu  sync.Mutex
	dim int // of the space, 0 while nothing was embedded
}

const (
	// A request embeds at most so many texts of so many bytes together.
	batchTexts = 32
	batchBytes = 96 << 10
	// maxEmbedded is how many bytes of a text are embedded. OpenAI refuses what
	// is longer than 8,191 tokens; no sensible passage is.
	maxEmbedded   = 16 << 10
	recentQueries = 256
)

// OpenEmbedder makes the embedder that s names, with a cache or nil. It asks
// nothing yet; Check does.
func OpenEmbedder(s Settings, cache VectorCache) (*Embedder, error) {
	e, err := newEndpoint(s, embedding, "ollama", "openai")
	if err != nil {
		return nil, err
	}
	queries, err := lru.New[string, []float32](recentQueries)
	if err != nil {
		return nil, err
	}
	return &Embedder{endpoint: e, cache: cache, queries: queries}, nil
}

// Check embeds a word, and reports why the embedder cannot be used.
func (m *Embedder) Check(ctx context.Context) error {
	_, err := m.ask(ctx, []string{"news"})
	return err
}

// EmbedQuery implements index.QueryEmbedder. The vector is not to be changed.
func (m *Embedder) EmbedQuery(ctx context.Context, text string) ([]float32, error) {
	if v, ok := m.queries.Get(text); ok {
		return v, nil
	}
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	vs, err := m.ask(ctx, []string{clipped(text)})
	if err != nil {
		return nil, err
	}
	m.queries.Add(text, vs[0])
	return vs[0], nil
}

// Embed implements index.Embedder. It asks for texts that are not in the
// cache, each once, in batches, and keeps each batch as it arrives; a text
// without a word is all zero. The texts are not changed.
func (m *Embedder) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	var wanted []string
	known := make(map[string][]float32)
	for _, text := range texts {
		if text = clipped(text); text == "" {
			continue
		}
		if _, ok := known[text]; !ok {
			known[text] = nil
			wanted = append(wanted, text)
		}
	}
	wanted = m.cached(ctx, wanted, known)
	for len(wanted) > 0 {
		batch := wanted[:batchOf(wanted)]
		wanted = wanted[len(batch):]
		vectors, err := m.ask(ctx, batch)
		if err != nil {
			return nil, err
		}
		for i, text := range batch {
			known[text] = vectors[i]
		}
		m.keep(ctx, batch, vectors)
	}
	out := make([][]float32, len(texts))
	for i, text := range texts {
		if v := known[clipped(text)]; v != nil {
			out[i] = slices.Clone(v)
		} else {
			out[i] = make([]float32, m.dimensions())
		}
	}
	return out, nil
}

// clipped is what is embedded of a text.
func clipped(text string) string {
	text = strings.TrimSpace(text)
	return text[:cutAt(text, maxEmbedded)]
}

// batchOf is how many of the texts go into one request.
func batchOf(texts []string) int {
	n, size := 0, 0
	for n < len(texts) && n < batchTexts && (n == 0 || size+len(texts[n]) <= batchBytes) {
		size += len(texts[n])
		n++
	}
	return n
}

// cached fills known from the cache and returns what is still wanted. Without
// its cache the embedder only costs more.
func (m *Embedder) cached(ctx context.Context, wanted []string, known map[string][]float32) []string {
	if m.cache == nil || len(wanted) == 0 {
		return wanted
	}
	vectors, err := m.cache.Get(ctx, m.ID(), wanted)
	if err != nil {
		m.doubt(ctx, err)
		return wanted
	}
	var missing []string
	for i, text := range wanted {
		if vectors[i] != nil && m.fits(vectors[i]) {
			known[text] = vectors[i]
		} else {
			missing = append(missing, text)
		}
	}
	return missing
}

// keep puts a batch into the cache even if ctx has ended meanwhile: it is paid.
func (m *Embedder) keep(ctx context.Context, texts []string, vectors [][]float32) {
	if m.cache == nil {
		return
	}
	if err := m.cache.Put(context.WithoutCancel(ctx), m.ID(), texts, vectors); err != nil {
		m.doubt(ctx, err)
	}
}

func (m *Embedder) doubt(ctx context.Context, err error) {
	if ctx.Err() == nil {
		m.log.WarnContext(ctx, "embeddings are not kept for the next time", "error", err)
	}
}

// fits reports whether a vector is of the space, whose dimensions the first
// vector decides.
func (m *Embedder) fits(v []float32) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.dim == 0 {
		m.dim = len(v)
	}
	return len(v) == m.dim && m.dim > 0
}

func (m *Embedder) dimensions() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.dim
}

// ask embeds one batch, and tries again what may pass.
func (m *Embedder) ask(ctx context.Context, batch []string) (vectors [][]float32, err error) {
	call := m.start(ctx, "embeddings")
	var tokens usage
	err = m.try(call, func() (final bool, err error) {
		vectors, tokens, err = m.attempt(call.ctx, batch)
		return false, err
	})
	if err == nil && !m.allFit(vectors) {
		vectors, err = nil, m.fault(KindGarbage, 0, "its vectors are of different lengths: another model than before goes by this name")
	}
	call.end(rag.Usage{Input: tokens.input}, err)
	return vectors, err
}

func (m *Embedder) allFit(vectors [][]float32) bool {
	return !slices.ContainsFunc(vectors, func(v []float32) bool { return !m.fits(v) })
}

func (m *Embedder) attempt(ctx context.Context, batch []string) ([][]float32, usage, error) {
	x, client, end := m.begin(ctx, vectorsOf(len(batch)))
	defer end()
	model, err := newOpenAI(m.endpoint, client)
	if err != nil {
		return nil, usage{}, m.fault(KindRequest, 0, err.Error())
	}
	// Not through langchaingo's embedder, which changes the texts.
	vectors, err := model.CreateEmbedding(x.ctx, slices.Clone(batch))
	switch {
	case ctx.Err() != nil:
		return nil, usage{}, fmt.Errorf("the call to %s was ended: %w", m.ID(), ctx.Err())
	case x.noted() != nil:
		return nil, usage{}, x.noted()
	case err != nil:
		return nil, usage{}, m.fault(KindGarbage, 0, err.Error())
	}
	for _, v := range vectors {
		if n := float32(vector.Length(v)); n > 0 {
			for i := range v {
				v[i] /= n
			}
		}
	}
	return vectors, x.counted(), nil
}
