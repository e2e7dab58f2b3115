package staff

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"net/netip"
	"slices"
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
	// MaxAttempts limits the counts that invented names and addresses can take.
	MaxAttempts = 10000
)

// Attempts stores counts of attempts, so that all processes which share it slow down guessing together.
type Attempts interface {
	// UpdateAttempts calls change with the counts of keys, zero for those that are not stored, and stores what it leaves,
	// unless it fails. One change is made at a time. Zero counts are removed; the counts with the fewest failures go
	// when there are more than MaxAttempts, known clients last, so that a flood of names does not remove the count of the
	// name that is being guessed, nor who is known.
	UpdateAttempts(ctx context.Context, keys []string, change func(map[string]AttemptCount) error) error
}

// AttemptCount counts the failed attempts of a name, a client or a session.
type AttemptCount struct {
	Failures int
	Last     time.Time // of the last attempt
	Known    time.Time // when this client last signed in to this account; zero for other keys
}

// throttle slows down guessing by name and by client, each counted apart. Clients of one network count as one. It
// counts a client that has signed in to the account before separately, so that somebody else's failures do not slow
// down the owner, and what is entered in a session that is signed in by that session alone, since strangers may share
// the owner's address.
type throttle struct{ counts Attempts }

// keyOf returns a key of fixed length for any input.
func keyOf(kind, name, client string) string {
	sum := sha256.Sum256([]byte(kind + "\x00" + name + "\x00" + network(client)))
	return hex.EncodeToString(sum[:])
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
	pair     string
	own      []string // forgotten when the person succeeds
	begun    time.Time
	counted  map[string]time.Time // to the time of the previous failure
}

// begin counts an attempt to sign in, or refuses it with Throttled. It does not count a refused one.
func (t *throttle) begin(ctx context.Context, now time.Time, name, client string) (*attempt, error) {
	byName, byClient, pair := keyOf("name", name, ""), keyOf("client", "", client), keyOf("pair", name, client)
	a := &attempt{throttle: t, pair: pair, own: []string{byName, pair}, begun: now}
	return a, t.counts.UpdateAttempts(ctx, []string{byName, byClient, pair}, func(counts map[string]AttemptCount) error {
		if at := counts[pair].Known; !at.IsZero() && now.Sub(at) < knownFor {
			return a.count(counts, pair)
		}
		return a.count(counts, byName, byClient)
	})
}

// beginIn counts an attempt in a session: by its name and client while it is signing in, by itself once it is
// signed in.
func (t *throttle) beginIn(ctx context.Context, now time.Time, s Session) (*attempt, error) {
	if s.Step != StepFull {
		return t.begin(ctx, now, s.Account.Name, s.Client.Address)
	}
	session := keyOf("session", s.ID, "")
	a := &attempt{throttle: t, pair: keyOf("pair", s.Account.Name, s.Client.Address), own: []string{session}, begun: now}
	return a, t.counts.UpdateAttempts(ctx, []string{session}, func(counts map[string]AttemptCount) error { return a.count(counts, session) })
}

// count counts the attempt by keys, unless one of them has to wait.
func (a *attempt) count(counts map[string]AttemptCount, keys ...string) error {
	var until time.Time
	for _, k := range keys {
		if end := counts[k].at(a.begun).end(); end.After(until) {
			until = end
		}
	}
	if until.After(a.begun) {
		return Throttled{Until: until}
	}
	a.counted = map[string]time.Time{}
	for _, k := range keys {
		c := counts[k].at(a.begun)
		a.counted[k] = c.Last
		c.Failures, c.Last = min(c.Failures+1, maxFailures), a.begun
		counts[k] = c
	}
	return nil
}

// at returns the count at a time, without forgiven failures.
func (c AttemptCount) at(now time.Time) AttemptCount {
	if c.Last.After(now) { // the clock was set back
		c.Last = now
	}
	if !c.Last.IsZero() {
		c.Failures = max(0, c.Failures-int(now.Sub(c.Last)/forgiveAfter))
	}
	return c
}

// end returns the first moment at which the next attempt is checked.
func (c AttemptCount) end() time.Time {
	if c.Failures < freeAttempts {
		return time.Time{}
	}
	return c.Last.Add(min(firstWait<<(c.Failures-freeAttempts), longestWait))
}

// cancel removes the attempt from the counts: it was right, or could not be checked.
func (a *attempt) cancel(ctx context.Context) error { return a.end(ctx, nil, time.Time{}) }

// succeed forgets the failures of the account after an attempt that signed the person in, and those of the session
// after one in it. It keeps those of the client, since an attacker may have an account too.
func (a *attempt) succeed(ctx context.Context, now time.Time) error { return a.end(ctx, a.own, now) }

// end takes the attempt back, forgets the failures of some keys, and notes that the client is known unless now is zero.
func (a *attempt) end(ctx context.Context, forgotten []string, now time.Time) error {
	keys := slices.Concat(slices.Collect(maps.Keys(a.counted)), forgotten, []string{a.pair})
	return a.throttle.counts.UpdateAttempts(ctx, keys, func(counts map[string]AttemptCount) error {
		for k, before := range a.counted {
			c := counts[k]
			c.Failures = max(0, c.Failures-1)
			if c.Last.Equal(a.begun) { // no later attempt
				c.Last = before
			}
			counts[k] = c
		}
		a.counted = nil
		for _, k := range forgotten {
			counts[k] = AttemptCount{Known: counts[k].Known}
		}
		if !now.IsZero() {
			c := counts[a.pair]
			c.Known = now
			counts[a.pair] = c
		}
		return nil
	})
}

// memory is Attempts of one process. A restart, which no attacker can cause, allows five more attempts.
type memory struct {
	mu     sync.Mutex
	counts map[string]AttemptCount
}

func (m *memory) UpdateAttempts(_ context.Context, keys []string, change func(map[string]AttemptCount) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	counts := make(map[string]AttemptCount, len(keys))
	for _, k := range keys {
		counts[k] = m.counts[k]
	}
	if err := change(counts); err != nil {
		return err
	}
	for k, c := range counts {
		if m.counts[k] = c; c == (AttemptCount{}) {
			delete(m.counts, k)
		}
	}
	for least := 0; len(m.counts) > MaxAttempts; least++ {
		maps.DeleteFunc(m.counts, func(_ string, c AttemptCount) bool {
			return c.Failures <= least && (c.Known.IsZero() || least > maxFailures)
		})
	}
	return nil
}
