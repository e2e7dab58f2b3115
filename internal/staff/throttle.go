package staff

import (
	"crypto/sha256"
	"net/netip"
	"sync"
	"time"
)

const (
	// freeAttempts is the number of attempts that may fail before the next one has to wait.
	freeAttempts = 5
	// firstWait doubles with each further failure up to longestWait. There is no lockout, since it
	// would let anybody keep a colleague out on release day (ASVS 5.0, 6.1.1).
	firstWait   = time.Second
	longestWait = 15 * time.Minute
	// maxFailures is the number of failures with the longest wait.
	maxFailures = freeAttempts + 10
	// forgiveAfter is the time without attempts after which one failure is forgotten.
	forgiveAfter = time.Hour
	// knownFor is the time for which a client counts as known after signing in to an account.
	knownFor = 30 * 24 * time.Hour
	// maxCounts limits the memory that invented names and addresses can take.
	maxCounts = 10000
)

// throttle slows down guessing by name and by client, each counted apart. Clients of one network count as one. It
// counts a client that has signed in to the account before separately, so that somebody else's failures do not slow
// down the owner, and what is entered in a session that is signed in by that session alone, since strangers may share
// the owner's address.
//
// It is in memory: one process serves the console, a failed attempt costs the database's one writer no
// count, and a restart, which no attacker can cause, allows five more attempts.
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

// keyOf returns a key of fixed length for any input.
func keyOf(kind, name, client string) throttleKey {
	return sha256.Sum256([]byte(kind + "\x00" + name + "\x00" + network(client)))
}

// subscriber is the length in bits of the IPv6 prefix that one customer of a provider has at the least. Whoever has
// it can use every address in it, one for each guess.
const subscriber = 64

// network returns the part of a client's address that the client cannot choose: an IPv4 address, also one that is
// written as IPv6, or an IPv6 prefix. Any other text is returned as it is.
func network(client string) string {
	address, err := netip.ParseAddr(client)
	if err != nil {
		return client
	}
	address = address.Unmap().WithZone("")
	if address.Is4() {
		return address.String()
	}
	prefix, _ := address.Prefix(subscriber) // fails only for a wrong length
	return prefix.String()
}

// attempt is one attempt that has begun. It counts as failed until cancel or succeed, so that a hundred
// concurrent attempts are not all checked before the first has failed.
type attempt struct {
	throttle *throttle
	pair     throttleKey
	own      []throttleKey // forgotten when the person succeeds
	begun    time.Time
	counted  map[throttleKey]time.Time // to the time of the previous failure
}

// begin counts an attempt to sign in, or refuses it with Throttled. It does not count a refused one.
func (t *throttle) begin(now time.Time, name, client string) (*attempt, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	byName, pair := keyOf("name", name, ""), keyOf("pair", name, client)
	a := &attempt{throttle: t, pair: pair, own: []throttleKey{byName, pair}, begun: now}
	if at, ok := t.known[pair]; ok && now.Sub(at) < knownFor {
		return a, a.count(pair)
	}
	return a, a.count(byName, keyOf("client", "", client))
}

// beginIn counts an attempt in a session: by its name and client while it is signing in, by itself once it is
// signed in.
func (t *throttle) beginIn(now time.Time, s Session) (*attempt, error) {
	if s.Step != StepFull {
		return t.begin(now, s.Account.Name, s.Client.Address)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	session := keyOf("session", s.ID, "")
	a := &attempt{throttle: t, pair: keyOf("pair", s.Account.Name, s.Client.Address), own: []throttleKey{session}, begun: now}
	return a, a.count(session)
}

// count counts the attempt by keys, unless one of them has to wait.
func (a *attempt) count(keys ...throttleKey) error {
	t, now := a.throttle, a.begun
	var until time.Time
	for _, k := range keys {
		if end := t.at(k, now).end(); end.After(until) {
			until = end
		}
	}
	if until.After(now) {
		return Throttled{Until: until}
	}
	a.counted = map[throttleKey]time.Time{}
	for _, k := range keys {
		c := t.at(k, now)
		a.counted[k] = c.last
		c.failures = min(c.failures+1, maxFailures)
		c.last = now
		t.counts[k] = &c
	}
	t.shrink(now)
	return nil
}

// at returns the count of a key at a time, without forgiven failures.
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

// end returns the first moment at which the next attempt is checked.
func (c count) end() time.Time {
	if c.failures < freeAttempts {
		return time.Time{}
	}
	return c.last.Add(min(firstWait<<(c.failures-freeAttempts), longestWait))
}

// cancel removes the attempt from the counts: it was right, or could not be checked.
func (a *attempt) cancel() {
	a.throttle.mu.Lock()
	defer a.throttle.mu.Unlock()
	for k, before := range a.counted {
		if c, ok := a.throttle.counts[k]; ok {
			c.failures = max(0, c.failures-1)
			if c.last.Equal(a.begun) { // no later attempt
				c.last = before
			}
		}
	}
	a.counted = nil
}

// succeed forgets the failures of the account after an attempt that signed the person in, and those of the session
// after one in it. It keeps those of the client, since an attacker may have an account too.
func (a *attempt) succeed(now time.Time) {
	a.cancel()
	a.throttle.mu.Lock()
	defer a.throttle.mu.Unlock()
	for _, k := range a.own {
		delete(a.throttle.counts, k)
	}
	a.throttle.known[a.pair] = now
}

// shrink forgets the counts with the fewest failures when there are too many, so that a flood of names
// does not remove the count of the name that is being guessed.
func (t *throttle) shrink(now time.Time) {
	for least := 0; len(t.counts) > maxCounts; least++ {
		for k := range t.counts {
			if t.at(k, now).failures <= least {
				delete(t.counts, k)
			}
		}
	}
	if len(t.known) > maxCounts {
		clear(t.known)
	}
}
