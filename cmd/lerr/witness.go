package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"lerr/handlers/web"
	"lerr/internal/translog"
)

const (
	witnessPoll     = time.Second // between two looks at whether the log has grown
	witnessTimeout  = 30 * time.Second
	witnessMinDelay = time.Second // after a failure; it doubles up to
	witnessMaxDelay = time.Hour
)

// parseWitnesses parses the values of --witness, each a public key and an address.
func parseWitnesses(values []string) (list []translog.Witness, err error) {
	for _, v := range values {
		key, address, ok := strings.Cut(strings.TrimSpace(v), " ")
		if !ok {
			return nil, usageError{fmt.Errorf("--witness is %q; give a public key and an address, such as 'example.org/witness+1a2b3c4d+BA… https://witness.example.org'", v)}
		}
		w, err := translog.NewWitness(key, strings.TrimSpace(address))
		if err != nil {
			return nil, usageError{fmt.Errorf("--witness: %w", err)}
		}
		list = append(list, w)
	}
	return list, nil
}

// cosigning asks witnesses to cosign the transparency log that the site shows, each time it has grown. Nobody waits
// for them: each has a goroutine of its own.
type cosigning struct {
	witnesses []translog.Witness
	shown     func() *translog.Signed // nil if the site has no log
	// keep stores the signature lines of a witness with the head of a size, and show shows the log with them.
	keep func(ctx context.Context, size int64, lines string) error
	show func(*translog.Signed)
	log  *slog.Logger
	poll time.Duration // witnessPoll, or less in tests
	wait time.Duration // witnessMinDelay, or less in tests

	mu    sync.Mutex
	since map[string]time.Time // by witness: when it was first asked for what it has not cosigned yet
}

// run asks all witnesses until ctx ends.
func (c *cosigning) run(ctx context.Context) {
	var all sync.WaitGroup
	for _, w := range c.witnesses {
		all.Go(func() { c.follow(ctx, w) })
	}
	all.Wait()
}

// follow asks one witness until ctx ends. After a failure it waits longer and longer, but not after the log has grown
// again. It logs an error once.
func (c *cosigning) follow(ctx context.Context, w translog.Witness) {
	var cosigned, asked int64 // sizes of the log
	var again time.Time
	delay, last := c.wait, ""
	ticker := time.NewTicker(c.poll)
	defer ticker.Stop()
	for {
		signed := c.shown()
		switch {
		case signed == nil || signed.Log.Size() == cosigned:
		case isCosigned(w, signed):
			cosigned = signed.Log.Size()
			c.note(w, false)
		case signed.Log.Size() != asked || !time.Now().Before(again):
			if signed.Log.Size() != asked {
				delay = c.wait
			}
			asked = signed.Log.Size()
			c.note(w, true)
			err := c.ask(ctx, w, signed, cosigned)
			switch {
			case ctx.Err() != nil:
				return
			case err == nil:
				cosigned, last = asked, ""
				c.note(w, false)
			default:
				if last != err.Error() {
					last = err.Error()
					c.log.Warn("a witness did not cosign", "witness", w.Name(), "error", err)
				}
				again, delay = time.Now().Add(delay), min(2*delay, witnessMaxDelay)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

func isCosigned(w translog.Witness, signed *translog.Signed) bool {
	_, err := w.CosignedAt(signed.Checkpoint)
	return err == nil
}

// ask asks a witness that has cosigned the log at a size before, 0 if that is not known, then stores and shows what it
// answers.
func (c *cosigning) ask(ctx context.Context, w translog.Witness, signed *translog.Signed, before int64) error {
	limited, cancel := context.WithTimeout(ctx, witnessTimeout)
	defer cancel()
	lines, err := w.Cosign(limited, http.DefaultClient, signed.Log, signed.Checkpoint, before)
	if err != nil {
		return err
	}
	// One at a time: the lines of others may have come meanwhile.
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.keep(ctx, signed.Log.Size(), lines); err != nil {
		return fmt.Errorf("store the cosignature of %s: %w", w.Name(), err)
	}
	if now := c.shown(); now != nil && now.Log.Size() == signed.Log.Size() {
		c.show(now.Cosigned(lines))
	}
	return nil
}

// note notes whether the log waits for a witness.
func (c *cosigning) note(w translog.Witness, waits bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !waits {
		delete(c.since, w.Name())
		return
	}
	if c.since == nil {
		c.since = map[string]time.Time{}
	}
	if _, ok := c.since[w.Name()]; !ok {
		c.since[w.Name()] = time.Now()
	}
}

// gauge returns how long the log has waited for a witness, for the metrics.
func (c *cosigning) gauge() web.Gauge {
	return web.Gauge{Name: "lerr_witness_waiting_seconds", Help: "How long the log has waited for the cosignature of one of its witnesses; 0 if it has all.", Value: func() float64 {
		c.mu.Lock()
		defer c.mu.Unlock()
		longest := 0.0
		for _, since := range c.since {
			longest = max(longest, time.Since(since).Seconds())
		}
		return longest
	}}
}
