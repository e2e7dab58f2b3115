// The race detector slows the children and sees nothing in a process that is killed.

//go:build !race

package export_test

import (
	"bufio"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"lerr/internal/export"
	"lerr/internal/sitetest"
)

// victim names the directory to which a child process exports until it is killed.
const victim = "LERR_TEST_VICTIM"

func TestMain(m *testing.M) {
	if dir := os.Getenv(victim); dir != "" {
		fmt.Println(exportForEver(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// versions returns two sites, of which each has pages that the other has not.
func versions() [2]map[string]string {
	var v [2]map[string]string
	for i := range v {
		v[i] = map[string]string{"/": fmt.Sprintf("<p>version %d", i)}
		for n := range 30 {
			v[i][fmt.Sprintf("/%d", n+i*10)] = fmt.Sprintf("<p>version %d, page %d", i, n)
		}
	}
	return v
}

func exportForEver(dir string) error {
	for n := 0; ; n++ {
		if _, err := site(versions()[n%2]).Write(context.Background(), dir, export.Options{}); err != nil {
			return err
		}
		fmt.Println("written")
	}
}

func TestWrite_SurvivesBeingKilled(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	var whole [2]map[string]string
	for i, pages := range versions() {
		write(t, dir, pages)
		if i == 0 {
			putOthers(t, dir)
		}
	}
	for i, pages := range versions() {
		write(t, dir, pages)
		whole[i] = texts(t, dir)
	}
	random := rand.New(rand.NewPCG(5, 6))
	usual := 10 * time.Millisecond
	for k := range sitetest.Count(10, 50) {
		usual = killExport(t, dir, time.Duration(random.Int64N(int64(usual))))
		if got := texts(t, dir); !maps.Equal(got, whole[0]) && !maps.Equal(got, whole[1]) {
			t.Fatalf("kill %d: the site is neither the one nor the other, but %v", k, files(t, dir))
		}
		checkOthers(t, dir)
	}
	write(t, dir, versions()[0])
	if entries, err := os.ReadDir(filepath.Dir(dir)); err != nil || len(entries) != 1 || !maps.Equal(texts(t, dir), whole[0]) {
		t.Errorf("got %v, %v, want the site alone", entries, err)
	}
}

// killExport lets a child export, kills it a while after its second export, and returns how long that one took.
func killExport(t *testing.T, dir string, after time.Duration) (usual time.Duration) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), victim+"="+dir)
	out, err := child.StdoutPipe()
	if err == nil {
		err = child.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	start, written := time.Now(), 0
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if lines.Text() != "written" {
			t.Fatalf("the child failed: %s", lines.Text())
		}
		switch written++; written {
		case 1:
			start = time.Now()
		case 2:
			usual = time.Since(start)
			timer := time.AfterFunc(after, func() { child.Process.Kill() })
			defer timer.Stop()
		}
	}
	child.Wait()
	return usual
}

// texts returns the texts of all files below a directory.
func texts(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, name := range files(t, dir) {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil && name != "link" { // which leads nowhere
			t.Fatal(err)
		}
		all[name] = string(b)
	}
	return all
}
