package faultproxy_test

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"testing"
	"time"

	"go.uber.org/goleak"

	"mockroom/server/faultproxy"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(quiet{m}) }

// quiet lets go of the HTTP lines that wait for a next request, before anybody looks for leaks.
type quiet struct{ *testing.M }

func (q quiet) Run() int {
	code := q.M.Run()
	http.DefaultClient.CloseIdleConnections()
	return code
}

// patience is how long a thing that has to come may take; while is how long silence is listened to.
const patience, while = 10 * time.Second, 300 * time.Millisecond

// sink is a server that hears, and tells of each connection what it got, and how that ended.
func sink(t *testing.T) (addr string, ended <-chan int) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	ends := make(chan int, 8)
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				n, _ := io.Copy(io.Discard, c)
				_ = c.Close()
				ends <- int(n)
			}()
		}
	}()
	return listener.Addr().String(), ends
}

// TestFaults sends a kilobyte from the client, with the fault after 700 bytes of it.
func TestFaults(t *testing.T) {
	for _, test := range []struct {
		fault faultproxy.Fault
		// told says that the client's side ends by itself; server lists what the server's connections
		// got when they ended.
		told   bool
		server []int
	}{
		{faultproxy.Cut, true, []int{700}},
		{faultproxy.Drop, true, []int{700}},
		{faultproxy.Mute, false, nil},
		{faultproxy.HalfClient, false, []int{700}},
		{faultproxy.HalfServer, true, nil},
		{faultproxy.Late, false, nil},
		{faultproxy.Repeat, true, []int{700}},
	} {
		t.Run(string(test.fault), func(t *testing.T) {
			addr, ends := sink(t)
			p, err := faultproxy.New(addr, faultproxy.Plan{Seed: seedUp, Faults: []faultproxy.Fault{test.fault}, Bytes: [2]int{700, 701}})
			if err != nil {
				t.Fatal(err)
			}
			defer p.Close()
			c, err := net.Dial("tcp", p.Addr)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			if _, err := c.Write(bytes.Repeat([]byte("x"), 1024)); err != nil {
				t.Fatal(err)
			}
			_ = c.SetReadDeadline(time.Now().Add(while))
			_, err = c.Read(make([]byte, 1))
			if told := !errors.Is(err, os.ErrDeadlineExceeded); told != test.told {
				t.Errorf("the client sees %v", err)
			}
			for _, want := range test.server {
				select {
				case n := <-ends:
					if n != want {
						t.Errorf("the server got %d bytes, want %d", n, want)
					}
				case <-time.After(patience):
					t.Fatal("the server is told nothing")
				}
			}
			select {
			case n := <-ends:
				t.Errorf("the server has an end too many, after %d bytes", n)
			default:
			}
			_ = c.Close()
			if p.Done()[test.fault] != 1 {
				t.Errorf("%v", p.Done())
			}
		})
	}
}

// seedUp is a seed whose first connection has its client's bytes counted.
const seedUp = 5
