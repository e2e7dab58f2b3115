package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"lerr/internal/report"
	"lerr/internal/translog"
)

// headPurpose separates the MACs of heads from others of the same key.
const headPurpose = "lerr head 1"

// Head says how far a database has come.
type Head struct {
	Size    int64                 // of the transparency log
	Root    string                // of the log, in hexadecimal
	Events  int                   // number of events of the audit log
	Hash    string                // of the last event
	Numbers map[report.Period]int // of the last revision of each period
}

// text returns the head as its file holds it, without the MAC.
func (h Head) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\nlog %d %s\naudit %d %s\n", headPurpose, h.Size, h.Root, h.Events, h.Hash)
	periods := make([]report.Period, 0, len(h.Numbers))
	for period := range h.Numbers {
		periods = append(periods, period)
	}
	slices.SortFunc(periods, report.Period.Compare)
	for _, period := range periods {
		fmt.Fprintf(&b, "revision %s %d\n", period, h.Numbers[period])
	}
	return b.String()
}

// keepNumbers keeps the numbers that an earlier head knows, also of revisions that a restored copy has lost.
func (h *Head) keepNumbers(earlier Head) {
	for period, number := range earlier.Numbers {
		h.Numbers[period] = max(h.Numbers[period], number)
	}
}

// macOf begins the last line of a head file.
const macOf = "mac "

// ReadHead reads a head file. The error is ErrNoHead if it is missing, and ErrAltered if the key did not write it.
func ReadHead(path string, key *translog.Key) (Head, error) {
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Head{}, fmt.Errorf("%s: %w", path, ErrNoHead)
	}
	if err != nil {
		return Head{}, err
	}
	return parseHead(path, string(content), key)
}

// parseHead reads the text of a head, which is where path says.
func parseHead(path, text string, key *translog.Key) (_ Head, err error) {
	at := strings.LastIndex(text, macOf)
	if at < 0 || text[at:] != macOf+key.MAC(headPurpose, []byte(text[:at]))+"\n" {
		return Head{}, fmt.Errorf("%s was not written with this log key: %w", path, ErrAltered)
	}
	head := Head{Numbers: map[report.Period]int{}}
	for _, line := range strings.Split(text[:at], "\n") {
		words := append(strings.Fields(line), "", "", "") // an empty database has neither root nor hash
		switch words[0] {
		case "log":
			head.Size, err = strconv.ParseInt(words[1], 10, 64)
			head.Root = words[2]
		case "audit":
			head.Events, err = strconv.Atoi(words[1])
			head.Hash = words[2]
		case "revision":
			var period report.Period
			if period, err = report.ParsePeriod(words[1]); err == nil {
				head.Numbers[period], err = strconv.Atoi(words[2])
			}
		}
		if err != nil {
			return Head{}, fmt.Errorf("%s: %q: %w", path, line, err)
		}
	}
	return head, nil
}

// signed returns the head with its MAC, as it is stored.
func (h Head) signed(key *translog.Key) string {
	text := h.text()
	return text + macOf + key.MAC(headPurpose, []byte(text)) + "\n"
}

// write stores the head in its file, which is whole whenever the program is killed.
func (h Head) write(path string, key *translog.Key) error {
	file, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+temporaryInfix+"*")
	if err != nil {
		return err
	}
	_, err = file.WriteString(h.signed(key))
	err = errors.Join(err, file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return syncFile(filepath.Dir(path))
}

// headFile keeps the head file of an open database up to date.
type headFile struct {
	mu    sync.Mutex
	last  Head  // what the file holds, as far as this process knows
	next  *Head // what it should hold, if it could not be written
	error error // why
}

// noteHead writes the head after an event. It does not fail the event, which is stored: CheckHead says what went
// wrong and tries again.
func (db *DB) noteHead(head Head) {
	if db.seal == nil || db.seal.HeadFile == "" {
		return
	}
	f := &db.head
	f.mu.Lock()
	defer f.mu.Unlock()
	if head.Events < f.last.Events || f.next != nil && head.Events < f.next.Events { // a later event was faster
		return
	}
	head.keepNumbers(f.last)
	f.next = &head
	f.flush(db.seal)
}

// seen returns the head that this process, or the head file, has seen.
func (db *DB) seen() Head {
	f := &db.head
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.next != nil {
		return *f.next
	}
	return f.last
}

// FollowHead brings the head file of this machine up to what other machines have stored. It fails with ErrBehind if the
// database has lost events that this process has seen, and with ErrAltered if it has others in their place.
func (db *DB) FollowHead(ctx context.Context) error {
	if db.seal == nil {
		return nil
	}
	head, err := db.engine.keptHead(ctx, db.seal)
	if err != nil || head == nil {
		return err
	}
	seen := db.seen()
	if head.Events < seen.Events {
		return fmt.Errorf("%d events of %d: %w", head.Events, seen.Events, ErrBehind)
	}
	if seen.Events > 0 {
		hash, err := get(ctx, db.reader, column[string], selectEventHash, seen.Events)
		if err != nil {
			return fmt.Errorf("look for event %d: %w", seen.Events, err)
		}
		if hash != seen.Hash {
			return fmt.Errorf("event %d is not the one that this machine knows: %w", seen.Events, ErrAltered)
		}
	}
	if head.Events > seen.Events {
		db.noteHead(*head)
	}
	return nil
}

// flush writes what the file should hold.
func (f *headFile) flush(seal *Seal) {
	if f.error = f.next.write(seal.HeadFile, seal.Key); f.error == nil {
		f.last, f.next = *f.next, nil
	}
}

// CheckHead writes the head if that failed after the last event, and returns why it fails.
func (db *DB) CheckHead() error {
	f := &db.head
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.next != nil {
		f.flush(db.seal)
	}
	if f.error != nil {
		return fmt.Errorf("the head file of the log key is behind the database: %w", f.error)
	}
	return nil
}
