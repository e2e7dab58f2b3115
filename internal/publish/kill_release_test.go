//go:build !race

package publish_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lerr/data"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/store"
)

// task names what a child process does to the victim's database until it is killed.
const task = "LERR_TEST_TASK"

// tasks lists the work that a child repeats until it is killed. Each task prints "now" before a step that must
// happen as a whole, and "done" after it.
var tasks = map[string]func(context.Context, *store.DB) error{"release": releaseForEver, "publication": publishFilesForEver}

// releaseForEver corrects a period again and again, each time at a scheduled moment.
func releaseForEver(ctx context.Context, db *store.DB) error {
	now := sitetest.Now
	service := publish.NewService(publish.ServiceOptions{Store: db, Now: func() time.Time { return now }})
	for {
		d, err := approvedCorrection(ctx, service)
		if err != nil {
			return err
		}
		if d, err = service.Schedule(ctx, sitetest.By("bob", d), now.Add(time.Second), "UTC"); err != nil {
			return err
		}
		now = d.ReleaseAt
		fmt.Println("now")
		if released, err := service.Due(ctx); err != nil || len(released) != 1 {
			return fmt.Errorf("released %d: %w", len(released), err)
		}
		fmt.Println("done")
	}
}

// publishFilesForEver publishes corrections from files again and again, as the command line does.
func publishFilesForEver(ctx context.Context, db *store.DB) error {
	shipped, err := data.Load()
	if err != nil {
		return err
	}
	service := publish.NewService(publish.ServiceOptions{Store: db, Now: func() time.Time { return sitetest.Now }, KnownNotes: shipped.KnownNotes})
	content, err := os.ReadFile(filepath.Join("..", "workbook", "testdata", "2019-H2.csv"))
	if err != nil {
		return err
	}
	const row = "2019-H2,criminal,Germany,3310,5263,0,2065,510,735"
	if !bytes.Contains(content, []byte(row)) {
		return errors.New("the file has no row of Germany as this test knows it")
	}
	for n := time.Now().UnixNano() % 1000; ; n++ {
		n %= 1000 // a small change, other than the last
		changed := fmt.Sprintf("2019-H2,criminal,Germany,%d,5263,0,2065,510,%d", 3310+n, 735+n)
		p := publish.DirectPublication{
			Actor: "shell:kit", Name: "a.csv", File: bytes.Replace(content, []byte(row), []byte(changed), 1), Note: "Once more.", Accept: everyWarning,
		}
		fmt.Println("now")
		if _, err := service.PublishFile(ctx, p); err != nil {
			return err
		}
		fmt.Println("done")
	}
}

// everyWarning holds the codes of warnings that a true file can have.
var everyWarning = []string{
	publish.CodeCountryGone, publish.CodeCountryNew, publish.CodeLargeChange, publish.CodeLargestMovers, publish.CodeLargeTotal, publish.CodeLargeFigure,
	publish.CodeFigureMissing, publish.CodeCopiedRow,
}

// Whenever the process dies around a release or a publication, there is one release or none, and none is
// left half done.
func TestRelease_SurvivesBeingKilled(t *testing.T) {
	for name := range tasks {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := sitetest.SeededPath(t)
			random := rand.New(rand.NewPCG(3, 4))
			usual := killTask(t, path, name, 3, time.Hour) // not killed before it is done three times
			for k := range sitetest.Count(4, 100) {
				killTask(t, path, name, 1, time.Duration(random.Int64N(int64(usual))))
				if checkReleases(t, path, name); t.Failed() {
					t.Fatalf("kill %d", k)
				}
			}
		})
	}
}

// killTask lets a child do its task, and kills it a while after it began the last of some times, or once
// that is done. It returns how long the last took.
func killTask(t *testing.T, path, name string, times int, after time.Duration) time.Duration {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), victim+"="+path, task+"="+name)
	var errs bytes.Buffer
	child.Stderr = &errs
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	began, took := time.Time{}, time.Duration(0)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		switch lines.Text() {
		case "now":
			began = time.Now()
			if times--; times == 0 {
				timer := time.AfterFunc(after, func() { child.Process.Kill() })
				defer timer.Stop()
			}
		case "done":
			if took = time.Since(began); times <= 0 && after == time.Hour {
				child.Process.Kill()
			}
		}
	}
	child.Wait()
	if text := errs.String(); strings.TrimSpace(text) != "" || began.IsZero() {
		t.Fatalf("the child failed: %s", text)
	}
	return max(took, time.Millisecond)
}

// checkReleases proves that everything is whole, releases what is scheduled as the next start would, and
// checks that there is one revision and one event for each draft that was published.
func checkReleases(t *testing.T, path, name string) {
	t.Helper()
	checkWhole(t, path, 1, "")
	db := open(t, path)
	defer db.Close()
	ctx := t.Context()
	service := publish.NewService(publish.ServiceOptions{Store: db, Now: func() time.Time { return sitetest.Now.Add(time.Hour) }})
	if _, err := service.Due(ctx); err != nil {
		t.Errorf("the next start: %v", err)
	}
	drafts, err := service.Drafts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	published := 0
	for _, d := range drafts {
		switch {
		case d.State == publish.DraftPublished:
			published++
		case d.State == publish.DraftScheduled, name == "publication":
			t.Errorf("a draft is left that is %s", d.State)
		}
	}
	archive, err := service.Archive(ctx)
	if err != nil {
		t.Fatal(err)
	}
	events, err := service.Events(ctx)
	if err != nil {
		t.Fatal(err)
	}
	logged := 0
	for _, e := range events {
		if e.Action == "publish" || e.Action == publish.ActionPublishDirectly {
			logged++
		}
	}
	revisions := len(archive.History()) - 13
	if revisions != published || logged != published {
		t.Errorf("%d drafts are published as %d revisions with %d events", published, revisions, logged)
	}
	for _, r := range archive.History() {
		if r.Number > 1 && r.State == report.Published && r.Direct != (name == "publication") {
			t.Errorf("%s revision %d: direct is %t", r.Edition.Period, r.Number, r.Direct)
		}
	}
}
