package operator

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"syscall"

	"mockroom/server/interview"
)

// ErrNotRunning says that no server listens at a database's socket.
var ErrNotRunning = errors.New("no server is running on this database")

// Client asks a running server over its operator's socket.
type Client struct{ http http.Client }

// NewClient is for the server of a database, which may not be running.
func NewClient(data string) *Client {
	path := SocketPath(data)
	return &Client{http.Client{Transport: &http.Transport{
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			var d net.Dialer
			return d.DialContext(ctx, "unix", path)
		},
	}}}
}

// Ask calls a method of the operator's API and reads the answer into one of its forms; into may be
// a *[]byte for the answer as it is.
func (c *Client) Ask(ctx context.Context, method, path string, body, into any) error {
	var b bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&b).Encode(body); err != nil {
			return err
		}
	}
	q, err := http.NewRequestWithContext(ctx, method, "http://operator/api/operator"+path, &b)
	if err != nil {
		return err
	}
	q.Header.Set("Content-Type", "application/json")
	answer, err := c.http.Do(q)
	switch {
	case errors.Is(err, os.ErrNotExist), errors.Is(err, syscall.ECONNREFUSED):
		return ErrNotRunning
	case errors.Is(err, os.ErrPermission):
		return fmt.Errorf("the server's socket is for its own user; run this as that user: %w", err)
	case err != nil:
		return fmt.Errorf("asking the server: %w", err)
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		return fmt.Errorf("reading the server's answer: %w", err)
	}
	if answer.StatusCode >= 400 {
		var refused struct {
			Error *interview.Error `json:"error"`
		}
		if err := json.Unmarshal(raw, &refused); err != nil || refused.Error == nil {
			return fmt.Errorf("the server answers %s", answer.Status)
		}
		return refused.Error
	}
	if asIs, ok := into.(*[]byte); ok {
		*asIs = raw
		return nil
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(raw, into)
}
