package main

import (
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
)

// TestMetricsHaveTheirOwnListener asks for the figures where they are served, and where they are not.
func TestMetricsHaveTheirOwnListener(t *testing.T) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := free.Addr().String()
	_ = free.Close()
	server, url := startServer(t, "127.0.0.1:0", filepath.Join(t.TempDir(), "test.db"), "-metrics-addr", addr)
	if status, _ := fetch(t, url+"/metrics"); status != http.StatusNotFound {
		t.Errorf("people's own listener answers %d", status)
	}
	if status, body := fetch(t, "http://"+addr+"/metrics"); status != http.StatusOK || !strings.Contains(body, "mockroom_rooms 0") {
		t.Errorf("%d %.200s", status, body)
	}
	if status, _ := fetch(t, "http://"+addr+"/"); status != http.StatusNotFound {
		t.Errorf("something else is served beside the figures: %d", status)
	}
	stopServer(t, server)
}

func fetch(t *testing.T, url string) (int, string) {
	t.Helper()
	answer, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}
