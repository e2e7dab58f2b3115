package staff

import (
	"crypto/sha256"
	"sync"
	"time"
)

const (
	// freeTries is how many tries may fail before the next one has to wait.
	freeTries = 5
	// firstWait doubles with each further failure up to longestWait; there is no lockout, since it
	// would be a way to keep a colleague out on release day (ASVS 5.0, 6.1.1).
	firstWait   = time.Second
	longestWait = 15 * time.Minute
	// mostFailures is the count at which the wait is longest.
	mostFailures = freeTries + 10
	// forgiveAfter is the quiet time for which one failure is forgotten.
	forgiveAfter = time.Hour
	// knownFor is how long a client stays known to have signed in to an account.
	knownFor = 30 * 24 * time.Hour
	// mostCounts bounds the memory that made-up names and addresses can take.
	mostCounts = 10000
)

// throttle slows down guessing per name and per client. A client that has signed in to the account
// before is counted apart, so that somebody else's failures do not slow down the person themselves.
//
// It is kept in memory: one process serves the console, a failed try then costs the single writer
// nothing, and a restart, which no attacker can cause, gives away five tries.
type throttle struct {
	mu     sync.Mutex
	counts map[throttleKey]*count
	known  map[throttleKey]time.Time
}

type throttleKey [sha256.Size]byte

type count struct {
	failures int
	last     time.Time
}

func newThrottle() *throttle {
	return &throttle{counts: map[throttleKey]*count{}, known: map[throttleKey]time.Time{}}
}

// keyOf is of one length whatever is typed.
func keyOf(kind, name, client string) throttleKey {
	return sha256.Sum256([]byte(kind + "\x00" + name + "\x00" + client))
}

// attempt is one try that has begun. It counts as failed until it is told otherwise, so that a hundred
// tries at once are not all looked at before the first has failed.
type attempt struct {
	throttle *throttle
	name     throttleKey
	pair     throttleKey
	begun    time.Time
	counted  map[throttleKey]time.Time // with the time of the failure before
}

// begin counts a try, or refuses it as Throttled. A refused try is not counted.
func (t *throttle) begin(now time.Time, name, client string) (*attempt, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	a := &attempt{t, keyOf("name", name, ""), keyOf("pair", name, client), now, map[throttleKey]time.Time{}}
	keys := []throttleKey{a.name, keyOf("client", "", client)}
	if at, ok := t.known[a.pair]; ok && now.Sub(at) < knownFor {
		keys = []throttleKey{a.pair}
	}
	var until time.Time
	for _, k := range keys {
		if end := t.at(k, now).end(); end.After(until) {
			until = end
		}
	}
	if until.After(now) {
		return nil, Throttled{Until: until}
	}
	for _, k := range keys {
		c := t.at(k, now)
		a.counted[k] = c.last
		c.failures = min(c.failures+1, mostFailures)
		c.last = now
		t.counts[k] = &c
	}
	t.shrink(now)
	return a, nil
}

// at is the count of a key at a time, after what is forgiven.
func (t *throttle) at(k throttleKey, now time.Time) count {
	c, ok := t.counts[k]
	if !ok {
		return count{}
	}
	last := c.last
	if last.After(now) { // the clock was set back
		last = now
	}
	return count{max(0, c.failures-int(now.Sub(last)/forgiveAfter)), last}
}

// end is when the next try is looked at.
func (c count) end() time.Time {
	if c.failures < freeTries {
		return time.Time{}
	}
	return c.last.Add(min(firstWait<<(c.failures-freeTries), longestWait))
}

// cancel takes the try back: it was right, or nothing can be said about it.
func (a *attempt) cancel() {
	a.throttle.mu.Lock()
	defer a.throttle.mu.Unlock()
	for k, before := range a.counted {
		if c, ok := a.throttle.counts[k]; ok {
			c.failures = max(0, c.failures-1)
			if c.last.Equal(a.begun) { // no other try has come since
				c.last = before
			}
		}
	}
	a.counted = nil
}

// succeed is for a try that signed the person in: the account's failures are forgotten, those of the
// client are not, since an attacker may have an account of their own.
func (a *attempt) succeed(now time.Time) {
	a.cancel()
	a.throttle.mu.Lock()
	defer a.throttle.mu.Unlock()
	delete(a.throttle.counts, a.name)
	delete(a.throttle.counts, a.pair)
	a.throttle.known[a.pair] = now
}

// shrink forgets the counts with the fewest failures when there are too many, so that a flood of
// names does not wash away the one that is being guessed.
func (t *throttle) shrink(now time.Time) {
	for least := 0; len(t.counts) > mostCounts; least++ {
		for k := range t.counts {
			if t.at(k, now).failures <= least {
				delete(t.counts, k)
			}
		}
	}
	if len(t.known) > mostCounts {
		clear(t.known)
	}
}
