package bolt

import (
	"fmt"
	"os"
)

// InUse fails with ErrInUse where a running server has a file.
func InUse(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("the database cannot be read: %w", err)
	}
	defer file.Close()
	unlock, err := lockShared(file, 0)
	if err != nil {
		return fmt.Errorf("the database %s is %w; stop it first", path, err)
	}
	unlock()
	return nil
}

// Path is the file that the journal is in.
func (j *Journal) Path() string { return j.path }
