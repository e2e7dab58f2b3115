package translog

import (
	"fmt"

	"lerr/internal/report"
)

// Signed is a log with its signed head, as a site shows it. It never changes.
type Signed struct {
	Log        *Log
	State      State  // after all entries
	Key        string // public key, as Key.Verifier returns it
	Checkpoint string // signed by the log's key; cosignatures of witnesses may follow
}

// NewSigned returns a log with its signed head. It fails with ErrInvalid unless the key has signed the checkpoint, the
// checkpoint is of exactly this log, and the entries can follow each other.
func NewSigned(log *Log, key, checkpoint string) (*Signed, error) {
	c, err := ParseCheckpoint(key, checkpoint)
	if err != nil {
		return nil, err
	}
	if c.Size != log.Size() || c.Root != log.Root() {
		return nil, fmt.Errorf("the checkpoint of %d entries is not that of the log of %d: %w", c.Size, log.Size(), report.ErrInvalid)
	}
	state, err := Replay(log.Entries())
	if err != nil {
		return nil, err
	}
	return &Signed{log, state, key, checkpoint}, nil
}

// Cosigned returns the log with further signature lines below its checkpoint. It verifies none of them.
func (s *Signed) Cosigned(lines string) *Signed {
	longer := *s
	longer.Checkpoint += lines
	return &longer
}

// Cosigners returns the names of all whose signatures follow the log's own, in their order. It verifies no signature.
func (s *Signed) Cosigners() []string { return cosigners(s.Checkpoint) }

// Proof returns the proof that the entry with an index is in the tree of the checkpoint, which it contains. It fails
// with ErrNotFound for an entry that the log does not have.
func (s *Signed) Proof(index int64) (string, error) { return s.Log.Proof(index, s.Checkpoint) }
