// Package metrics counts what the bot does, and says over HTTP how it is: in
// Prometheus's format, and whether it lives and is ready. It is the bot's
// Observer. No label names a user, a server or a channel, or has values that
// Discord or its users choose.
package metrics

import (
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"newsdesk/bot"
	"newsdesk/rag"
)

// Metrics is a bot.Observer. Make it with New.
type Metrics struct {
	registry *prometheus.Registry

	questions    *prometheus.CounterVec   // by
	answers      *prometheus.CounterVec   // by, outcome
	answering    *prometheus.HistogramVec // by
	acknowledged prometheus.Histogram
	removed      prometheus.Counter
	calls        prometheus.Counter
	tokens       *prometheus.CounterVec // direction
	waiting      prometheus.Gauge
	busy         prometheus.Gauge

	ready      *prometheus.GaugeVec   // shard
	sessions   *prometheus.CounterVec // shard, kind
	lost       *prometheus.CounterVec // shard
	heartbeat  *prometheus.GaugeVec   // shard
	servers    *prometheus.GaugeVec   // shard
	rest       *prometheus.CounterVec // route, status
	restTook   prometheus.Histogram
	restLimits *prometheus.CounterVec // scope
}

// Buckets of the histograms, in seconds. An interaction must be acknowledged
// within three; an answer without a model takes milliseconds, one with it up to
// minutes.
var (
	acknowledgeBuckets = []float64{.01, .025, .05, .1, .2, .3, .5, 1, 2, 3}
	answerBuckets      = []float64{.01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 120, 300, 840}
	restBuckets        = []float64{.01, .025, .05, .1, .25, .5, 1, 2.5, 5, 15}
)

// New makes metrics of a bot that answers so many questions at a time.
func New(slots int) *Metrics {
	m := &Metrics{registry: prometheus.NewRegistry()}
	m.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))

	m.questions = m.counters("questions_total", "Questions asked, by how.", "by")
	m.answers = m.counters("answers_total", "What became of questions: answered, abstained, failed, slow, stopped or undelivered.", "by", "outcome")
	m.answering = prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: namespace, Name: "answer_seconds",
		Help: "Time from a question to its whole answer in Discord.", Buckets: answerBuckets}, []string{"by"})
	m.acknowledged = m.histogram("acknowledge_seconds", "Time from an interaction to its first answer.", acknowledgeBuckets)
	m.removed = m.counter("removed_sentences_total", "Sentences of a language model that failed verification.")
	m.calls = m.counter("model_calls_total", "Calls to a language model.")
	m.tokens = m.counters("model_tokens_total", "Tokens that a language model read (input) and wrote (output).", "direction")
	m.waiting = m.gauge("questions_waiting", "Questions that wait for a slot.")
	m.busy = m.gauge("slots_in_use", "Questions being answered.")
	m.gauge("slots", "Questions that can be answered at a time.").Set(float64(slots))

	m.ready = m.gauges("gateway_shard_ready", "1 where the shard is connected and its session established, else 0.", "shard")
	m.sessions = m.counters("gateway_sessions_total", "Sessions established, by whether they are new or resumed.", "shard", "kind")
	m.lost = m.counters("gateway_lost_total", "Connections to the gateway that ended.", "shard")
	m.heartbeat = m.gauges("gateway_heartbeat_seconds", "Time that the last heartbeat took to be acknowledged.", "shard")
	m.servers = m.gauges("servers", "Servers that the bot is in.", "shard")
	m.rest = m.counters("rest_calls_total", "Attempts at REST calls, by route and status; 0 is no answer.", "route", "status")
	m.restTook = m.histogram("rest_seconds", "Time that attempts at REST calls took.", restBuckets)
	m.restLimits = m.counters("rate_limits_total", "Rate limits run into, by their scope: user, shared or global.", "scope")
	m.registry.MustRegister(m.answering)
	return m
}

const namespace = "newsdesk"

func (m *Metrics) counter(name, help string) prometheus.Counter {
	c := prometheus.NewCounter(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help})
	m.registry.MustRegister(c)
	return c
}

func (m *Metrics) counters(name, help string, labels ...string) *prometheus.CounterVec {
	c := prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help}, labels)
	m.registry.MustRegister(c)
	return c
}

func (m *Metrics) gauge(name, help string) prometheus.Gauge {
	g := prometheus.NewGauge(prometheus.GaugeOpts{Namespace: namespace, Name: name, Help: help})
	m.registry.MustRegister(g)
	return g
}

func (m *Metrics) gauges(name, help string, labels ...string) *prometheus.GaugeVec {
	g := prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: namespace, Name: name, Help: help}, labels)
	m.registry.MustRegister(g)
	return g
}

func (m *Metrics) histogram(name, help string, buckets []float64) prometheus.Histogram {
	h := prometheus.NewHistogram(prometheus.HistogramOpts{Namespace: namespace, Name: name, Help: help, Buckets: buckets})
	m.registry.MustRegister(h)
	return h
}

var _ bot.Observer = (*Metrics)(nil)

// Asked implements bot.Observer.
func (m *Metrics) Asked(by string) { m.questions.WithLabelValues(by).Inc() }

// Acknowledged implements bot.Observer.
func (m *Metrics) Acknowledged(took time.Duration) { m.acknowledged.Observe(took.Seconds()) }

// Waiting implements bot.Observer.
func (m *Metrics) Waiting(change int) { m.waiting.Add(float64(change)) }

// Answering implements bot.Observer.
func (m *Metrics) Answering(change int) { m.busy.Add(float64(change)) }

// Answered implements bot.Observer.
func (m *Metrics) Answered(by string, a rag.Answer, o bot.Outcome, took time.Duration) {
	m.answers.WithLabelValues(by, string(o)).Inc()
	m.answering.WithLabelValues(by).Observe(took.Seconds())
	m.removed.Add(float64(len(a.Removed)))
	if use := a.Model; use != nil {
		m.calls.Add(float64(use.Calls))
		m.tokens.WithLabelValues("input").Add(float64(use.Input))
		m.tokens.WithLabelValues("output").Add(float64(use.Output))
	}
}

// Called implements discord.Observer.
func (m *Metrics) Called(route string, status int, took time.Duration) {
	m.rest.WithLabelValues(route, strconv.Itoa(status)).Inc()
	m.restTook.Observe(took.Seconds())
}

// Limited implements discord.Observer.
func (m *Metrics) Limited(scope string) { m.restLimits.WithLabelValues(scope).Inc() }

// Connected implements discord.Observer.
func (m *Metrics) Connected(shard int, resumed bool) {
	kind := "new"
	if resumed {
		kind = "resumed"
	}
	m.sessions.WithLabelValues(strconv.Itoa(shard), kind).Inc()
	m.ready.WithLabelValues(strconv.Itoa(shard)).Set(1)
}

// Lost implements discord.Observer.
func (m *Metrics) Lost(shard int) {
	m.lost.WithLabelValues(strconv.Itoa(shard)).Inc()
	m.ready.WithLabelValues(strconv.Itoa(shard)).Set(0)
}

// Beat implements discord.Observer.
func (m *Metrics) Beat(shard int, latency time.Duration) {
	m.heartbeat.WithLabelValues(strconv.Itoa(shard)).Set(latency.Seconds())
}

// Servers implements discord.Observer.
func (m *Metrics) Servers(shard, n int) {
	m.servers.WithLabelValues(strconv.Itoa(shard)).Set(float64(n))
}
