package staff

import (
	"cmp"
	"context"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"sync/atomic"

	"golang.org/x/crypto/argon2"
)

// Argon is the cost of a password's argon2id hash.
type Argon struct {
	KiB     uint32 // of memory
	Passes  uint32
	Threads uint8
}

// DefaultArgon exceeds the minimum of OWASP's password storage cheat sheet (19 MiB, 2 passes). A hash
// took 148 ms on the machine on which it was chosen.
var DefaultArgon = Argon{KiB: 64 * 1024, Passes: 3, Threads: 1}

const (
	saltBytes = 16
	hashBytes = 32
	// hashesAtOnce limits the memory of concurrent sign-ins: each hash takes 64 MiB.
	hashesAtOnce = 2
)

// hasher makes and verifies argon2id hashes as PHC strings, two at once.
type hasher struct {
	argon Argon
	slots chan struct{}
	made  atomic.Int64
}

func newHasher(a Argon) *hasher {
	return &hasher{argon: cmp.Or(a, DefaultArgon), slots: make(chan struct{}, hashesAtOnce)}
}

// hash returns the PHC string of a password with a new salt. It waits for a slot until ctx ends.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	salt := randomBytes(saltBytes)
	sum, err := h.sum(ctx, h.argon, password, salt, hashBytes)
	if err != nil {
		return "", err
	}
	return phc(h.argon, salt, sum), nil
}

// decoy returns a hash that no password has, for the same work on accounts that do not exist.
func (h *hasher) decoy() string { return phc(h.argon, randomBytes(saltBytes), randomBytes(hashBytes)) }

// verify reports whether the password is the one of the PHC string, and whether the string is stale:
// made with other parameters than the hasher's. It hashes the password exactly as received (ASVS 5.0,
// 6.2.8).
func (h *hasher) verify(ctx context.Context, stored, password string) (ok, stale bool, err error) {
	argon, salt, want, err := parsePHC(stored)
	if err != nil {
		return false, false, err
	}
	got, err := h.sum(ctx, argon, password, salt, uint32(len(want)))
	if err != nil {
		return false, false, err
	}
	stale = argon != h.argon || len(salt) != saltBytes || len(want) != hashBytes
	return subtle.ConstantTimeCompare(got, want) == 1, stale, nil
}

func (h *hasher) sum(ctx context.Context, a Argon, password string, salt []byte, n uint32) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	select {
	case h.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-h.slots }()
	h.made.Add(1)
	return argon2.IDKey([]byte(password), salt, a.Passes, a.KiB, a.Threads, n), nil
}

// phc returns a hash and its parameters in the PHC string format:
// https://github.com/P-H-C/phc-string-format/blob/master/phc-sf-spec.md
func phc(a Argon, salt, sum []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
		a.KiB, a.Passes, a.Threads, b64.EncodeToString(salt), b64.EncodeToString(sum))
}

func parsePHC(s string) (a Argon, salt, sum []byte, err error) {
	parts := strings.Split(s, "$")
	version := 0
	if len(parts) == 6 && parts[0] == "" && parts[1] == "argon2id" {
		_, err = fmt.Sscanf(parts[2]+" "+parts[3], "v=%d m=%d,t=%d,p=%d", &version, &a.KiB, &a.Passes, &a.Threads)
	}
	if err != nil || version != argon2.Version || a.Passes < 1 || a.Threads < 1 {
		return Argon{}, nil, nil, fmt.Errorf("stored password hash is not argon2id of version %d", argon2.Version)
	}
	salt, errSalt := base64.RawStdEncoding.DecodeString(parts[4])
	sum, errSum := base64.RawStdEncoding.DecodeString(parts[5])
	if errSalt != nil || errSum != nil || len(sum) < 16 {
		return Argon{}, nil, nil, fmt.Errorf("stored password hash is damaged")
	}
	return a, salt, sum, nil
}
