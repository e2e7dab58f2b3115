package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// attackMark in the environment makes the test's binary an attacker, with the name of the attack.
const attackMark = "LERR_TEST_ATTACK"

// attacks lists attacks by strangers on a server. Each runs on one connection until ctx ends, and counts answers.
var attacks = map[string]func(ctx context.Context, t target){
	"expand":  func(ctx context.Context, t target) { t.repeat(ctx, t.public+"/?expand=all") },
	"bom":     func(ctx context.Context, t target) { t.repeat(ctx, t.public+"/data.csv?bom=1") },
	"queries": func(ctx context.Context, t target) { t.compare(ctx) },
	"slow":    func(ctx context.Context, t target) { t.readSlowly(ctx) },
	"forms":   func(ctx context.Context, t target) { t.sendForms(ctx) },
}

// target is the server that is attacked.
type target struct {
	public, staff string
	number        int // of this connection
	answers       *atomic.Int64
}

// attack is main of an attacker. Its arguments are the addresses of both sites and the number of connections. It
// prints the number of answers when it is told to stop.
func attack(name string, args []string) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	connections, _ := strconv.Atoi(args[2])
	var answers atomic.Int64
	var all sync.WaitGroup
	for i := range connections {
		all.Go(func() { attacks[name](ctx, target{args[0], args[1], i, &answers}) })
	}
	all.Wait()
	fmt.Println(answers.Load())
}

// repeat requests an address again and again on one connection.
func (t target) repeat(ctx context.Context, address string) {
	client := &http.Client{Transport: &http.Transport{DisableCompression: true}}
	for ctx.Err() == nil {
		t.get(ctx, client, address)
	}
}

func (t target) get(ctx context.Context, client *http.Client, address string) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		panic(err)
	}
	if w, err := client.Do(r); err == nil {
		_, _ = io.Copy(io.Discard, w.Body)
		w.Body.Close()
		t.answers.Add(1)
	}
}

// compare requests comparisons that nobody has asked for before: half pages, and a quarter each of files and pictures.
func (t target) compare(ctx context.Context) {
	client := &http.Client{}
	codes := []string{"de", "fr", "us", "gb", "au", "br", "jp", "it", "es", "nl", "se", "in"}
	kinds := []string{"/compare", "/compare.csv", "/compare", "/share/compare.png"}
	for n := t.number; ctx.Err() == nil; n += 64 {
		places := slices.Clone(codes)
		rand.New(rand.NewPCG(1, uint64(n))).Shuffle(len(places), func(i, j int) { places[i], places[j] = places[j], places[i] })
		t.get(ctx, client, t.public+kinds[n/64%4]+"?places="+strings.Join(places[:6], ","))
	}
}

// readSlowly requests large pages in turn and reads a byte of each answer a second, until the server ends it.
func (t target) readSlowly(ctx context.Context) {
	pages := []string{"/?expand=all", "/data.csv?bom=1", "/data.csv", "/data.json", "/data.sqlite", "/2019-H1/us", "/compare?places=de,fr&x=" + fmt.Sprint(t.number)}
	for n := t.number; ctx.Err() == nil; n++ {
		t.readOneSlowly(ctx, pages[n%len(pages)])
	}
}

func (t target) readOneSlowly(ctx context.Context, page string) {
	host := strings.TrimPrefix(t.public, "http://")
	dialer := net.Dialer{Control: func(_, _ string, c syscall.RawConn) error {
		return c.Control(func(fd uintptr) { _ = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, 4<<10) })
	}}
	c, err := dialer.DialContext(ctx, "tcp", host)
	if err != nil {
		pause(ctx, time.Second)
		return
	}
	defer c.Close()
	fmt.Fprintf(c, "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n", page, host)
	for one := make([]byte, 1); ctx.Err() == nil; pause(ctx, time.Second) {
		_ = c.SetReadDeadline(time.Now().Add(time.Second))
		n, err := c.Read(one)
		t.answers.Add(int64(n))
		if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
			return
		}
	}
}

// sendForms sends forms of 10 MB to the page on which staff sign in.
func (t target) sendForms(ctx context.Context) {
	host := strings.TrimPrefix(t.staff, "http://")
	for ctx.Err() == nil {
		c, err := (&net.Dialer{}).DialContext(ctx, "tcp", strings.Replace(host, "localhost", "127.0.0.1", 1))
		if err != nil {
			pause(ctx, time.Second)
			continue
		}
		length := "Content-Length: 10485760"
		if t.number%2 == 1 {
			length = "Transfer-Encoding: chunked" // which says nothing of its size
		}
		fmt.Fprintf(c, "POST /sign-in HTTP/1.1\r\nHost: %s\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n%s\r\n\r\n", host, length)
		go func() {
			chunk := "name=" + strings.Repeat("a", 64<<10)
			for range 160 {
				if t.number%2 == 1 {
					fmt.Fprintf(c, "%x\r\n", len(chunk))
				}
				if _, err := io.WriteString(c, chunk); err != nil {
					return
				}
				if t.number%2 == 1 {
					_, _ = io.WriteString(c, "\r\n")
				}
			}
		}()
		if w, err := http.ReadResponse(bufio.NewReader(c), nil); err == nil {
			t.answers.Add(1)
			w.Body.Close()
		}
		c.Close()
	}
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
