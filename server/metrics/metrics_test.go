package metrics_test

import (
	"bufio"
	"io"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"mockroom/server/journal/bolt"
	"mockroom/server/metrics"
	"mockroom/server/room"
	"mockroom/server/servertest"
)

// TestFiguresCountAndNameNobody plays a little, and holds the figures against what was done.
func TestFiguresCountAndNameNobody(t *testing.T) {
	store, err := bolt.Open(filepath.Join(t.TempDir(), "test.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	commits := metrics.NewCommits()
	s := servertest.On(t, store, room.NewSteppedClock(servertest.Start), room.NewLocalSignals(), func(c *room.Config) { c.Journal = commits.Of(c.Journal) })
	figures := httptest.NewServer(metrics.Handler(s.Registry, commits, store.Waiting))
	t.Cleanup(figures.Close)
	text, before := scrape(t, figures)
	for _, name := range []string{"mockroom_rooms", "mockroom_connections", "mockroom_events_total", "mockroom_commands_refused_total", "mockroom_room_queue_requests", "mockroom_commit_queue_batches", `mockroom_connections_dropped_total{reason="too slow"}`, "mockroom_erasures_pending"} {
		if v, ok := before[name]; !ok || v != 0 {
			t.Errorf("%s begins at %v, %v", name, v, ok)
		}
	}
	if !strings.Contains(text, "# TYPE mockroom_commit_seconds histogram") || before["go_goroutines"] == 0 || before["go_memstats_heap_alloc_bytes"] == 0 {
		t.Error("the figures of commits or of the process are missing")
	}
	one := servertest.Open(t, s.URL, `{"problem":"tinyurl","minutes":45,"name":"Zacharias","mode":"solo"}`)
	c := servertest.Dial(t, s.URL, one.ID, one.Key, "client-metrics")
	for range 5 {
		c.Must("chat.say", `{"text":"counted"}`)
	}
	if c.Do("reveal.show", `{}`) == nil {
		t.Fatal("it was not refused")
	}
	text, after := scrape(t, figures)
	for name, least := range map[string]float64{
		"mockroom_rooms": 1, "mockroom_connections": 1, "mockroom_sessions": 1, "mockroom_events_total": 7,
		"mockroom_commands_refused_total": 1, "mockroom_commit_seconds_count": before["mockroom_commit_seconds_count"] + 6,
	} {
		if after[name] < least {
			t.Errorf("%s is %v, and should be at least %v", name, after[name], least)
		}
	}
	for _, secret := range []string{one.ID, one.Key, "Zacharias", "client-metrics", "tinyurl", "counted"} {
		if strings.Contains(text, secret) {
			t.Errorf("the figures name %q", secret)
		}
	}
}

// scrape reads the figures as Prometheus does.
func scrape(t *testing.T, from *httptest.Server) (string, map[string]float64) {
	t.Helper()
	answer, err := from.Client().Get(from.URL + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != 200 {
		t.Fatal(answer.Status, err)
	}
	figures := map[string]float64{}
	for lines := bufio.NewScanner(strings.NewReader(string(raw))); lines.Scan(); {
		line := lines.Text()
		if i := strings.LastIndexByte(line, ' '); i > 0 && line[0] != '#' {
			v, err := strconv.ParseFloat(line[i+1:], 64)
			if err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			figures[line[:i]] = v
		}
	}
	return string(raw), figures
}
