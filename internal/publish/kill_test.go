// The race detector makes each process of this test start and run many times slower, and sees nothing
// in one that is killed.

//go:build !race

package publish_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/store"
)

// victim names the database that a child process publishes into until it is killed.
const victim = "LERR_TEST_VICTIM"

func TestMain(m *testing.M) {
	if path := os.Getenv(victim); path != "" {
		if err := childOf(path, os.Getenv(task)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// childOf runs a task on a database until it is killed.
func childOf(path, name string) error {
	ctx := context.Background()
	seal, err := sitetest.SealAt(path)
	if err != nil {
		return err
	}
	db, err := store.Open(ctx, path, seal)
	if err != nil {
		return err
	}
	if do, ok := tasks[name]; ok {
		return do(ctx, db)
	}
	return publishForEver(ctx, db)
}

// publishForEver corrects a period again and again, and says so after each time.
func publishForEver(ctx context.Context, db *store.DB) error {
	service := publish.NewService(publish.ServiceOptions{Store: db, Now: func() time.Time { return sitetest.Now }})
	fmt.Println("ready")
	for {
		revision, err := correct(ctx, service)
		if err != nil {
			return err
		}
		fmt.Println(revision.Number, revision.Digest)
	}
}

// correct takes a correction from its start to its publication.
func correct(ctx context.Context, service *publish.Service) (report.Revision, error) {
	d, err := approvedCorrection(ctx, service)
	if err != nil {
		return report.Revision{}, err
	}
	return service.Publish(ctx, sitetest.By("bob", d), nil)
}

// approvedCorrection takes a correction from its start to its approval.
func approvedCorrection(ctx context.Context, service *publish.Service) (publish.Draft, error) {
	d, err := service.Correct(ctx, "ann", report.Period{Year: 2019, Half: 1})
	if err != nil {
		return d, err
	}
	steps := []func() (publish.Draft, error){
		func() (publish.Draft, error) {
			return service.SetNote(ctx, sitetest.By("ann", d), "", "", fmt.Sprintf("As it was at %d.", d.Corrects))
		},
		func() (publish.Draft, error) { return service.SetPublicNote(ctx, sitetest.By("ann", d), "Once more.") },
		func() (publish.Draft, error) { return service.Submit(ctx, sitetest.By("ann", d)) },
		func() (publish.Draft, error) {
			return service.Approve(ctx, sitetest.By("bob", d), d.ContentDigest(), "Compared with the case list.")
		},
	}
	for _, step := range steps {
		if d, err = step(); err != nil {
			return d, err
		}
	}
	return d, nil
}

// Whenever the process dies, what was acknowledged is there, whole, and nothing is half there.
func TestPublish_SurvivesBeingKilled(t *testing.T) {
	databases, kills := sitetest.Count(2, 10), sitetest.Count(6, 20)
	random := rand.New(rand.NewPCG(1, 2))
	usual := publicationTime(t)
	for n := range databases {
		path := sitetest.SeededPath(t)
		acknowledged := 1
		for k := range kills {
			number, digest := killOne(t, path, time.Duration(random.Int64N(int64(usual))))
			acknowledged = number
			checkWhole(t, path, acknowledged, digest)
			if t.Failed() {
				t.Fatalf("database %d, kill %d", n, k)
			}
		}
	}
}

// publicationTime measures a correction from its start to its end on this machine now, so
// that kills fall into all parts of it however busy the machine is.
func publicationTime(t *testing.T) time.Duration {
	t.Helper()
	db := open(t, sitetest.SeededPath(t))
	defer db.Close()
	service := service(db)
	start := time.Now()
	const rounds = 3
	for range rounds {
		if _, err := correct(t.Context(), service); err != nil {
			t.Fatal(err)
		}
	}
	return time.Since(start) / rounds
}

// killOne lets a child publish, kills it a while after the first acknowledgement, since earlier kills
// prove little, and returns what it acknowledged last.
func killOne(t *testing.T, path string, after time.Duration) (number int, digest string) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), victim+"="+path)
	var errs bytes.Buffer
	child.Stderr = &errs
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	if !lines.Scan() || lines.Text() != "ready" {
		t.Fatalf("the child did not start: %s", errs.String())
	}
	for lines.Scan() {
		if number == 0 {
			timer := time.AfterFunc(after, func() { child.Process.Kill() })
			defer timer.Stop()
		}
		if _, err := fmt.Sscan(lines.Text(), &number, &digest); err != nil {
			t.Errorf("the child said %q: %v", lines.Text(), err)
		}
	}
	child.Wait()
	if number == 0 {
		t.Fatalf("the child ended before it published: %s", errs.String())
	}
	if text := errs.String(); strings.TrimSpace(text) != "" {
		t.Fatalf("the child failed: %s", text)
	}
	return number, digest
}

// checkWhole proves every digest and the audit log, and that what was acknowledged is there.
func checkWhole(t *testing.T, path string, acknowledged int, digest string) {
	t.Helper()
	db := open(t, path)
	defer db.Close()
	service := publish.NewService(publish.ServiceOptions{Store: db, Now: func() time.Time { return sitetest.Now }})
	archive, err := service.Archive(t.Context())
	if err != nil {
		t.Errorf("torn: %v", err)
		return
	}
	if _, err := db.Verify(t.Context()); err != nil {
		t.Errorf("the whole: %v", err)
	}
	period := report.Period{Year: 2019, Half: 1}
	if now, err := archive.Revision(period); err != nil || now.Number < acknowledged {
		t.Errorf("revision %d was acknowledged; published is %d, %v", acknowledged, now.Number, err)
	}
	if r, err := archive.RevisionNumber(period, acknowledged); digest != "" && (err != nil || r.Digest != digest) {
		t.Errorf("revision %d was acknowledged with %s; stored is %s, %v", acknowledged, digest, r.Digest, err)
	}
}
