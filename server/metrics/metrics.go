// Package metrics shows a server's figures in the text format of Prometheus.
//
// It reads counters that rooms and sockets keep anyhow, when somebody asks for them; only the time
// of commits is measured on the way. No figure names a session, a person or a key.
package metrics

import (
	"context"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"mockroom/server/journal"
	"mockroom/server/room"
)

// Commits measures how long a journal takes to commit.
type Commits struct{ seconds prometheus.Histogram }

// NewCommits is the measure of one journal.
func NewCommits() *Commits {
	return &Commits{prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: "mockroom_commit_seconds", Help: "Time from handing a batch to the journal until it is on disk or refused.",
		Buckets: []float64{.002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5, 10},
	})}
}

// Of gives a journal whose commits are measured.
func (c *Commits) Of(j journal.Journal) journal.Journal { return timed{j, c} }

type timed struct {
	journal.Journal
	commits *Commits
}

// Append is the journal's own.
func (t timed) Append(ctx context.Context, stream journal.ID, next uint64, events []journal.Event) error {
	began := time.Now()
	err := t.Journal.Append(ctx, stream, next, events)
	t.commits.seconds.Observe(time.Since(began).Seconds())
	return err
}

// Handler answers with every figure. waiting is how many batches wait for the disk.
func Handler(g *room.Registry, commits *Commits, waiting func() int) http.Handler {
	r := prometheus.NewRegistry()
	r.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), collectors.NewBuildInfoCollector(), commits.seconds)
	gauge := func(name, help string, value func() float64) {
		r.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "mockroom_" + name, Help: help}, value))
	}
	counter := func(name, help string, labels prometheus.Labels, value func() uint64) {
		r.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "mockroom_" + name, Help: help, ConstLabels: labels}, func() float64 { return float64(value()) }))
	}
	counters := g.Counters()
	gauge("sessions", "Sessions that are kept.", func() float64 { return float64(g.Index().Len()) })
	gauge("rooms", "Sessions that are open in this process.", func() float64 { return float64(g.Live()) })
	gauge("connections", "Open websockets.", func() float64 { return float64(counters.Connections.Load()) })
	gauge("room_queue_requests", "Requests that wait for rooms.", func() float64 { all, _ := g.Queued(); return float64(all) })
	gauge("room_queue_longest", "Requests that wait for the busiest room.", func() float64 { _, most := g.Queued(); return float64(most) })
	gauge("commit_queue_batches", "Batches that wait for the disk.", func() float64 { return float64(waiting()) })
	gauge("erasures_pending", "Erased sessions and persons whose bytes are still in the file.", func() float64 { return float64(pending(g)) })
	gauge("last_backup_timestamp_seconds", "When a backup was written last; 0 for never.", func() float64 { return lastBackup(g) })
	counter("events_total", "Events that were committed.", nil, counters.Events.Load)
	counter("commands_refused_total", "Commands that were refused.", nil, counters.Refused.Load)
	counter("batches_unsaved_total", "Batches that the journal did not take.", nil, counters.Unsaved.Load)
	const dropped, why = "connections_dropped_total", "Connections that the server closed."
	counter(dropped, why, prometheus.Labels{"reason": "too slow"}, counters.TooSlow.Load)
	counter(dropped, why, prometheus.Labels{"reason": "too many frames"}, counters.TooMany.Load)
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(r, promhttp.HandlerOpts{MaxRequestsInFlight: 4}))
	return mux
}

// scrapeWait is how long reading the server's stream may hold up an answer.
const scrapeWait = time.Second

func pending(g *room.Registry) int {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeWait)
	defer cancel()
	list, err := g.Pending(ctx)
	if err != nil {
		return 0
	}
	return len(list)
}

func lastBackup(g *room.Registry) float64 {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeWait)
	defer cancel()
	backup, err := g.LastBackup(ctx)
	if err != nil {
		return 0
	}
	return float64(backup.At) / 1000
}
