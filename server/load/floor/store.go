package floor

import (
	"encoding/binary"
	"fmt"
	"time"

	bbolt "go.etcd.io/bbolt"
)

// pace is the least time between the starts of two transactions.
const pace = 5 * time.Millisecond

// Store commits messages, those that wait together in one transaction.
type Store struct {
	db      *bbolt.DB
	waiting chan kept
	ended   chan struct{}
}

type kept struct {
	message []byte
	done    chan error
}

var bucket = []byte("tail")

// OpenStore opens or makes the file.
func OpenStore(path string) (*Store, error) {
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: time.Second, FreelistType: bbolt.FreelistMapType, NoFreelistSync: true, InitialMmapSize: 1 << 30})
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", path, err)
	}
	s := &Store{db: db, waiting: make(chan kept, 4096), ended: make(chan struct{})}
	err = db.Update(func(tx *bbolt.Tx) error {
		_, err := tx.CreateBucketIfNotExists(bucket)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("making the bucket: %w", err)
	}
	go s.run()
	return s, nil
}

// Keep returns when the message is on disk.
func (s *Store) Keep(message []byte) error {
	k := kept{message, make(chan error, 1)}
	s.waiting <- k
	return <-k.done
}

// Close ends the store; nobody may be keeping any more.
func (s *Store) Close() error {
	close(s.waiting)
	<-s.ended
	return s.db.Close()
}

func (s *Store) run() {
	defer close(s.ended)
	var last time.Time
	var key uint64
	for first := range s.waiting {
		if wait := pace - time.Since(last); wait > 0 {
			time.Sleep(wait)
		}
		last = time.Now()
		group := []kept{first}
		for len(s.waiting) > 0 {
			group = append(group, <-s.waiting)
		}
		err := s.db.Update(func(tx *bbolt.Tx) error {
			b := tx.Bucket(bucket)
			b.FillPercent = 0.95
			for _, k := range group {
				key++
				if err := b.Put(binary.BigEndian.AppendUint64(nil, key), k.message); err != nil {
					return err
				}
			}
			return nil
		})
		for _, k := range group {
			k.done <- err
		}
	}
}
