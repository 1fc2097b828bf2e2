package discordtest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"go.uber.org/goleak"

	"newsdesk/bot/discordtest"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}

// client speaks to a server without any library for Discord.
type client struct {
	t testing.TB
	*discordtest.Server
	http *http.Client
}

func serve(t testing.TB, o discordtest.Options) *client {
	t.Helper()
	s, err := discordtest.New(o)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	t.Cleanup(func() { transport.CloseIdleConnections(); s.Close() })
	return &client{t, s, &http.Client{Transport: transport}}
}

// do sends a request and returns its status, Discord's error code and headers.
func (c *client) do(method, path, body string) (status, code int, h http.Header) {
	c.t.Helper()
	status, raw, h := c.ask(method, path, body)
	var answer struct {
		Code int `json:"code"`
	}
	_ = json.Unmarshal(raw, &answer) // some answers are lists, some empty
	return status, answer.Code, h
}

// get is the answer to a request as an object; the request must succeed.
func (c *client) get(method, path, body string) map[string]any {
	c.t.Helper()
	status, raw, _ := c.ask(method, path, body)
	var out map[string]any
	if status >= 300 || len(raw) > 0 && json.Unmarshal(raw, &out) != nil {
		c.t.Fatalf("%s %s: %d %s", method, path, status, raw)
	}
	return out
}

// ask sends a request.
func (c *client) ask(method, path, body string) (status int, answer []byte, h http.Header) {
	c.t.Helper()
	req, err := http.NewRequest(method, c.APIBase()+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("User-Agent", "DiscordBot (test, 1)")
	req.Header.Set("Authorization", "Bot test-token")
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := c.http.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return resp.StatusCode, raw, resp.Header
}

// event is a message of the gateway.
type event struct {
	Op   int             `json:"op"`
	Data json.RawMessage `json:"d"`
	Seq  int64           `json:"s"`
	Type string          `json:"t"`
}

// conn is a connection to the gateway.
type conn struct {
	t  testing.TB
	ws *websocket.Conn
}

// dial connects to the gateway and reads the hello.
func (c *client) dial() *conn {
	c.t.Helper()
	ws, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(strings.TrimSuffix(c.APIBase(), "/api/v9/"), "http")+"/gateway/?v=10&encoding=json", nil)
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { ws.Close() })
	out := &conn{c.t, ws}
	if e := out.next(); e.Op != 10 {
		c.t.Fatalf("the first message is %+v", e)
	}
	return out
}

// identify begins a session with the rest of the data of an identify, and
// returns the READY.
func (c *client) identify(d string) (*conn, map[string]any) {
	c.t.Helper()
	out := c.dial()
	out.send(`{"op":2,"d":{"token":"test-token","properties":{},` + d + `}}`)
	return out, out.until("READY")
}

func (c *conn) send(raw string) {
	c.t.Helper()
	if err := c.ws.WriteMessage(websocket.TextMessage, []byte(raw)); err != nil {
		c.t.Fatal(err)
	}
}

// read is the next message, or the error that ended the connection.
func (c *conn) read() (event, error) {
	var e event
	c.ws.SetReadDeadline(time.Now().Add(5 * time.Second))
	_, raw, err := c.ws.ReadMessage()
	if err == nil {
		err = json.Unmarshal(raw, &e)
	}
	return e, err
}

func (c *conn) next() event {
	c.t.Helper()
	e, err := c.read()
	if err != nil {
		c.t.Fatal(err)
	}
	return e
}

// until reads to the event of that name and returns its data.
func (c *conn) until(name string) map[string]any {
	c.t.Helper()
	for {
		e := c.next()
		if e.Type != name {
			continue
		}
		var out map[string]any
		if err := json.Unmarshal(e.Data, &out); err != nil {
			c.t.Fatal(err)
		}
		return out
	}
}

// seen is the names of the events up to a heartbeat's acknowledgement.
func (c *conn) seen() []string {
	c.t.Helper()
	c.send(`{"op":1,"d":null}`)
	var out []string
	for {
		e := c.next()
		if e.Op == 11 {
			return out
		}
		out = append(out, e.Type)
	}
}

// closed is the code that the connection is closed with.
func (c *conn) closed() int {
	for {
		if _, err := c.read(); err != nil {
			if e, ok := err.(*websocket.CloseError); ok {
				return e.Code
			}
			return 0
		}
	}
}

// pool is a transport that keeps many connections.
func (c *client) pool(n int) *http.Transport {
	out := &http.Transport{MaxIdleConnsPerHost: n}
	c.t.Cleanup(out.CloseIdleConnections)
	return out
}

// answerAll is a bot that acknowledges every interaction and then answers,
// until its connection ends.
func (c *client) answerAll(ws *conn) {
	jobs := make(chan []byte, 64)
	var workers sync.WaitGroup
	for range 32 {
		workers.Go(func() {
			for data := range jobs {
				var i struct{ ID, Token string }
				if json.Unmarshal(data, &i) == nil {
					c.do("POST", "interactions/"+i.ID+"/"+i.Token+"/callback", `{"type":5}`)
					c.do("PATCH", hook(i.Token, "@original"), `{"content":"answer"}`)
				}
			}
		})
	}
	for {
		_, raw, err := ws.ws.ReadMessage()
		if err != nil {
			break
		}
		var e event
		if json.Unmarshal(raw, &e) == nil && e.Type == "INTERACTION_CREATE" {
			jobs <- e.Data
		}
	}
	close(jobs)
	workers.Wait()
}
