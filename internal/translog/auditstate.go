package translog

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/note"

	"lerr/internal/report"
)

// AuditState is what an auditor remembers of a log: its key, and how it was when everything last agreed. The zero
// AuditState remembers nothing.
type AuditState struct {
	Key  string `json:"key"` // public key, as Key.Verifier returns it
	Size int64  `json:"size"`
	Root Hash   `json:"root"`
}

// IsZero reports whether nothing is remembered.
func (s AuditState) IsZero() bool { return s == AuditState{} }

// ReadAuditState reads a state from a file. It returns the zero AuditState if there is no file, and fails with
// ErrInvalid for a file that Write did not write.
func ReadAuditState(file string) (AuditState, error) {
	content, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return AuditState{}, nil
	}
	if err != nil {
		return AuditState{}, fmt.Errorf("state of the audit: %w", err)
	}
	var s AuditState
	if err := json.Unmarshal(content, &s); err != nil {
		return AuditState{}, fmt.Errorf("state of the audit %s: %w: %w", file, err, report.ErrInvalid)
	}
	if _, err := note.NewVerifier(s.Key); err != nil || s.Size < 0 {
		return AuditState{}, fmt.Errorf("state of the audit %s: no key or no size: %w", file, report.ErrInvalid)
	}
	return s, nil
}

// Write replaces the file with the state. After a crash it holds the earlier state or this one.
func (s AuditState) Write(file string) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("state of the audit: %w", err)
		}
	}()
	content, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		return err
	}
	temporary, err := os.CreateTemp(filepath.Dir(file), ".audit-*")
	if err != nil {
		return err
	}
	defer os.Remove(temporary.Name()) // fails once it is renamed
	_, err = temporary.Write(append(content, '\n'))
	if err := errors.Join(err, temporary.Sync(), temporary.Close()); err != nil {
		return err
	}
	return os.Rename(temporary.Name(), file)
}
