// Package audit says who did what: the events of the audit log, and the chain of hashes that shows
// whether one of them was altered, removed or moved.
//
// It keeps nothing: store writes events, and adds each to the chain.
package audit

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"time"

	"lerr/internal/report"
)

// ErrAltered says that the audit log is not as it was written.
var ErrAltered = errors.New("the audit log does not fit its chain of hashes")

// Event is one thing that somebody did to what is or will be public, or to an account.
type Event struct {
	At       time.Time // UTC
	Actor    string    // an account's name, or the command that was run
	Action   string    // such as "publish"
	Period   report.Period
	Revision int    // zero where it concerns none
	Digest   string // of the edition concerned; empty where there is none
	Text     string // for people
}

// Chain returns the hash of an event that follows the hash before it: the SHA-256, in hexadecimal,
// of the JSON of that hash, the event's position (from 1) and the event.
func Chain(before string, position int, e Event) (string, error) {
	canonical, err := json.Marshal([]any{
		before, position, e.At.UnixMicro(), e.Actor, e.Action, e.Period, e.Revision, e.Digest, e.Text,
	})
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(canonical)
	return hex.EncodeToString(sum[:]), nil
}
