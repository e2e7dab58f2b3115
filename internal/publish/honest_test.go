//go:build !race

package publish_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"lerr/internal/audit"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/sitetest/dbtest"
	"lerr/internal/store"
)

// Whatever staff do, the database is proved to be as the program left it, after a restore too.
func TestVerify_IsContentWithHonestWork(t *testing.T) {
	const loseEvery = 4 // restores
	o := &office{t: t, now: sitetest.Now}
	path := dbtest.Path(t)
	seal, err := sitetest.SealAt(path)
	if err != nil {
		t.Fatal(err)
	}
	o.db = open(t, path)
	t.Cleanup(func() { o.db.Close() })
	o.know(sitetest.Shipped(t).KnownNotes)
	seed(t, o.Service)
	random := rand.New(rand.NewPCG(3, 4))
	backup, backedUp, restores, works := "", 0, 0, map[string]int{}
	for n := range sitetest.Count(50, 1000) {
		o.now = o.now.Add(time.Minute)
		period := []report.Period{next, next, corrected, {Year: 2019, Half: 1}}[random.IntN(4)]
		_, missing := o.archive().Revision(period)
		work := []string{"correct", "correct", "correct", "withdraw", "place", "discard", "back up", "restore"}[random.IntN(8)]
		switch {
		case work == "back up", work == "restore" && backup != "":
		case work == "restore", missing != nil && period != next, work == "withdraw" && period != next && random.IntN(100) > 0:
			continue
		case missing != nil:
			work = "publish"
		}
		works[work]++
		switch work {
		case "correct":
			d := o.must(o.SetPublicNote(t.Context(), sitetest.By("ann", o.must(o.Correct(t.Context(), "ann", period))), "A note."))
			_, err = o.release(o.must(o.SetNote(t.Context(), sitetest.By("ann", d), "", "", fmt.Sprintf("Note %d.", n))))
		case "place":
			d := o.must(o.SetPublicNote(t.Context(), sitetest.By("ann", o.must(o.Correct(t.Context(), "ann", period))), "A name."))
			c := o.country("DE")
			c.Name = fmt.Sprintf("Germany (%d)", n)
			_, err = o.release(o.must(o.SetCountry(t.Context(), sitetest.By("ann", d), c)))
		case "publish":
			_, err = o.PublishFile(t.Context(), publish.DirectPublication{
				Actor: "shell:ann", Name: "2019-H2.xlsx", File: file(t, "2019-H2.xlsx"), Note: "Once more.", Accept: everyWarning,
			})
		case "withdraw":
			if err = o.Withdraw(t.Context(), "bob", period, "To be checked."); err == nil && n%2 == 0 {
				err = o.CorrectNotice(t.Context(), "bob", period, "To be checked.", "To be checked until May.")
			}
		case "discard":
			d := o.must(o.Correct(t.Context(), "ann", period))
			err = o.Discard(t.Context(), sitetest.By("ann", d))
		case "back up":
			backup = filepath.Join(t.TempDir(), "backup.db")
			if backedUp, err = o.db.Changes(t.Context()); err == nil {
				err = o.db.Backup(t.Context(), backup, nil)
			}
		case "restore":
			loss := store.Loss{Event: audit.Event{At: o.now, Actor: "shell:ann", Action: "restore"}}
			from := backup
			if restores++; restores%loseEvery == 0 {
				loss.After = backedUp
			} else if from = filepath.Join(t.TempDir(), "newest.db"); err == nil {
				err = o.db.Backup(t.Context(), from, nil)
			}
			path = dbtest.Path(t)
			err = errors.Join(err, o.db.Close(), store.Restore(t.Context(), from, path, seal, loss, nil))
			if err == nil {
				o.db, err = store.Open(t.Context(), path, seal)
				o.know(sitetest.Shipped(t).KnownNotes)
			}
			backup = ""
		}
		if err != nil {
			t.Fatalf("%d, %s of %s: %v", n, work, period, err)
		}
		if _, err := o.db.Verify(t.Context()); err != nil {
			t.Fatalf("%d, after %s of %s: %v", n, work, period, err)
		}
	}
	t.Log(works)
}
