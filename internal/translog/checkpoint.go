package translog

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"lerr/internal/report"
)

// Checkpoint is the head of a log, without its signatures.
type Checkpoint struct {
	Origin string
	Size   int64 // number of entries
	Root   Hash
}

// String returns the three lines that are signed.
func (c Checkpoint) String() string { return fmt.Sprintf("%s\n%d\n%s\n", c.Origin, c.Size, c.Root) }

// Checkpoint returns the head of the log as a signed note. The same log and key always give the same text. Lines with
// the cosignatures of witnesses may follow it.
func (l *Log) Checkpoint(key *Key) string {
	text := Checkpoint{key.Origin(), l.Size(), l.Root()}.String()
	return text + "\n" + key.sign(text)
}

// ParseCheckpoint parses a signed checkpoint and verifies the log's own signature with its public key, in the form of
// Key.Verifier. It ignores the signatures of others. It fails with ErrInvalid.
func ParseCheckpoint(verifier, signed string) (Checkpoint, error) {
	v, err := note.NewVerifier(verifier)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("public key %q: %w: %w", verifier, err, report.ErrInvalid)
	}
	opened, err := note.Open([]byte(signed), note.VerifierList(v))
	if err != nil {
		return Checkpoint{}, fmt.Errorf("checkpoint: %w: %w", err, report.ErrInvalid)
	}
	c, err := parseCheckpoint(opened.Text)
	if err == nil && c.Origin != v.Name() {
		return Checkpoint{}, fmt.Errorf("checkpoint of %q with the key of %q: %w", c.Origin, v.Name(), report.ErrInvalid)
	}
	return c, err
}

// CheckVerifier fails with ErrInvalid unless a text is the public key of a log, in the form of Key.Verifier.
func CheckVerifier(verifier string) error {
	if _, err := note.NewVerifier(verifier); err != nil {
		return fmt.Errorf("public key %q: %w: %w", verifier, err, report.ErrInvalid)
	}
	return nil
}

// parseCheckpoint parses the lines of a checkpoint that are signed.
func parseCheckpoint(text string) (Checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[0] == "" || lines[3] != "" {
		return Checkpoint{}, fmt.Errorf("checkpoint %q: want a line each for origin, size and root: %w", text, report.ErrInvalid)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || strconv.FormatInt(size, 10) != lines[1] {
		return Checkpoint{}, fmt.Errorf("checkpoint has the size %q: %w", lines[1], report.ErrInvalid)
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil || root.String() != lines[2] {
		return Checkpoint{}, fmt.Errorf("checkpoint has the root %q: %w", lines[2], report.ErrInvalid)
	}
	return Checkpoint{lines[0], size, root}, nil
}

// signedText returns the lines of a signed checkpoint that are signed, without verifying them.
func signedText(signed string) string {
	text, _, _ := strings.Cut(signed, "\n\n")
	return text + "\n"
}

// cosigners returns the names in the signature lines of a signed checkpoint after the first, which is the log's own.
func cosigners(signed string) (names []string) {
	_, signatures, _ := strings.Cut(signed, "\n\n")
	for i, line := range strings.Split(strings.TrimSuffix(signatures, "\n"), "\n") {
		if words := strings.Fields(line); i > 0 && len(words) == 3 {
			names = append(names, words[1])
		}
	}
	return names
}
