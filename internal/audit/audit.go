// Package audit defines the events of the audit log, and the chain of hashes that shows whether an
// event was altered, removed or moved. Package store stores both.
package audit

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"time"

	"lerr/internal/report"
)

// ErrAltered means that the audit log was changed after it was written.
var ErrAltered = errors.New("the audit log does not match its chain of hashes")

// Event is an action of a person on figures, places, drafts or accounts.
type Event struct {
	At       time.Time // UTC
	Actor    string    // an account's name, or the command that was run
	Action   string    // such as "publish"
	Period   report.Period
	Revision int    // 0 if it concerns none
	Digest   string // of the edition or draft; empty if it concerns none
	Text     string // for people
	// Records holds the SHA-256 in hexadecimal of each stored record that the action changed, as it left it;
	// "" if it removed the record. Package store names and hashes records. Earlier events have none.
	Records map[string]string
}

// Chain returns the hash of an event that follows the hash before it: the SHA-256, in hexadecimal,
// of the JSON of that hash, the event's position (from 1) and the event. An event without records is
// hashed without them, as all were up to November 2026.
func Chain(before string, position int, e Event) (string, error) {
	fields := []any{before, position, e.At.UnixMicro(), e.Actor, e.Action, e.Period, e.Revision, e.Digest, e.Text}
	if len(e.Records) > 0 {
		fields = append(fields, e.Records) // encoded in the order of its keys
	}
	canonical, err := json.Marshal(fields)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(canonical)
	return hex.EncodeToString(sum[:]), nil
}
