package main

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// reader is a browser: it keeps the dictionary that pages name, and counts what comes over its connection.
type reader struct {
	ctx        context.Context
	url        string
	dictionary string // the Available-Dictionary header; empty without one
}

// get requests an address and returns the response's status, its link to a dictionary, its body as sent, and its bytes with headers.
func (r reader) get(path, coding string) (status int, link string, body []byte, size int, err error) {
	conn, err := net.Dial("tcp", strings.TrimPrefix(r.url, "http://"))
	if err != nil {
		return 0, "", nil, 0, err
	}
	defer conn.Close()
	text := "GET " + path + " HTTP/1.1\r\nHost: bench\r\nAccept-Encoding: " + coding + "\r\nConnection: close\r\n"
	if r.dictionary != "" {
		text += "Available-Dictionary: " + r.dictionary + "\r\n"
	}
	if _, err := io.WriteString(conn, text+"\r\n"); err != nil {
		return 0, "", nil, 0, err
	}
	sent, err := io.ReadAll(conn)
	if err != nil {
		return 0, "", nil, 0, err
	}
	w, err := http.ReadResponse(bufio.NewReader(strings.NewReader(string(sent))), nil)
	if err != nil {
		return 0, "", nil, 0, err
	}
	defer w.Body.Close()
	body, err = io.ReadAll(w.Body)
	return w.StatusCode, w.Header.Get("Link"), body, len(sent) - len("Connection: close\r\n"), err
}

var (
	loaded     = regexp.MustCompile(`<(?:link rel="stylesheet"|script)[^>]*? (?:src|href)="(/static/[^" >]+)`)
	halfYears  = regexp.MustCompile(`href="(/20\d\d-H[12])#figures"`)
	countries  = regexp.MustCompile(`href="(/2019-H1/[a-z][a-z])#figures"`)
	dictionary = regexp.MustCompile(`^<([^>]+)>; rel="compression-dictionary"`)
)

// measureWire prints how many bytes a reader of the newest page is sent, with headers, and how long a release takes.
func measureWire(ctx context.Context, dir, lerr string, runs int) error {
	var releases []float64
	for n := range runs {
		db := filepath.Join(dir, fmt.Sprintf("wire-%d.db", n))
		if out, err := exec.CommandContext(ctx, lerr, "init", "--db", db).CombinedOutput(); err != nil {
			return fmt.Errorf("init: %w: %s", err, out)
		}
		p, err := start(ctx, dir, "/", serveCommand(lerr, db))
		if err != nil {
			return err
		}
		r := reader{ctx: ctx, url: p.url}
		if n == 0 {
			err = r.printBytes()
		}
		if err == nil {
			var took time.Duration
			took, err = r.release(lerr, db)
			releases = append(releases, took.Seconds()*1000)
		}
		p.stop()
		if err != nil {
			return err
		}
	}
	fmt.Printf("\nFrom the time of a scheduled release to the last byte of its page at a reader: %s ms.\n\n", ranged("%.0f", releases))
	return nil
}

// printBytes prints a table of the bytes of a first view and of what follows it, without and with the dictionary.
func (r reader) printBytes() error {
	_, _, page, _, err := r.get("/", "identity")
	if err != nil {
		return err
	}
	_, _, _, first, err := r.get("/", "br")
	for _, m := range loaded.FindAllSubmatch(page, -1) {
		_, _, _, size, failed := r.get(string(m[1]), "br")
		first, err = first+size, errors.Join(err, failed)
	}
	link := ""
	for end := time.Now().Add(10 * time.Second); err == nil && link == "" && time.Now().Before(end); {
		var found string
		if _, found, _, _, err = r.get("/", "br"); found != "" {
			link = dictionary.FindStringSubmatch(found)[1]
		}
	}
	if err != nil || link == "" {
		return fmt.Errorf("no page names a dictionary: %v", err)
	}
	_, _, content, _, err := r.get(link, "identity")
	_, _, _, size, failed := r.get(link, "br")
	if err = errors.Join(err, failed); err != nil {
		return err
	}
	sum := sha256.Sum256(content)
	with := r
	with.dictionary = ":" + base64.StdEncoding.EncodeToString(sum[:]) + ":"
	fmt.Printf("| bytes with headers | Brotli | with the dictionary |\n| --- | ---: | ---: |\n| first view: page, sheet, script | %d | |\n| the dictionary, when idle | %d | |\n", first, size)
	for _, row := range []struct {
		name  string
		links *regexp.Regexp
	}{{"change to another half-year", halfYears}, {"change to a country of the newest half-year", countries}} {
		var paths []string
		for _, m := range row.links.FindAllSubmatch(page, -1) {
			paths = append(paths, string(m[1]))
		}
		slices.Sort(paths)
		var before, after []float64
		for _, path := range slices.Compact(paths) {
			if path == "/2019-H1" {
				continue
			}
			_, _, _, plain, err := r.get(path, "br")
			_, _, _, small, failed := with.get(path, "br, dcz")
			if err = errors.Join(err, failed); err != nil {
				return err
			}
			before, after = append(before, float64(plain)), append(after, float64(small))
		}
		if len(before) == 0 {
			return fmt.Errorf("the page has no links for %q", row.name)
		}
		fmt.Printf("| %s (%d) | %s | %s |\n", row.name, len(before), ranged("%.0f", before), ranged("%.0f", after))
	}
	return nil
}

// accepted2019 are the warnings of the file that is released.
const accepted2019 = "country-gone,country-new,figure-missing,large-change,largest-movers,outcomes-do-not-add-up"

// release schedules the next half-year and returns the time from its release until a reader has its page.
func (r reader) release(lerr, db string) (time.Duration, error) {
	at := time.Now().Add(75 * time.Second).Truncate(time.Second)
	out, err := exec.CommandContext(r.ctx, lerr, "publish", "internal/workbook/testdata/2019-H2.csv", "--db", db,
		"--at", at.UTC().Format(time.RFC3339), "--accept", accepted2019).CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("publish: %w: %s", err, out)
	}
	for time.Since(at) < time.Minute && r.ctx.Err() == nil {
		status, _, _, _, err := r.get("/2019-H2", "br")
		if err != nil {
			return 0, err
		}
		if status == http.StatusOK {
			return time.Since(at), nil
		}
		time.Sleep(time.Millisecond)
	}
	return 0, fmt.Errorf("%s was not released: %w", db, r.ctx.Err())
}
