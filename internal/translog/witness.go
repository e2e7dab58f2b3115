package translog

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"lerr/internal/report"
)

// Witness is somebody who confirms that the log only grows, by a cosignature of its checkpoints.
type Witness struct {
	key *cosignatureKey
	url string
}

// NewWitness returns the witness with a public key, in the form name+hash+key, and the address before
// "/add-checkpoint". It fails with ErrInvalid.
func NewWitness(key, address string) (Witness, error) {
	k, err := parseCosignatureKey(key)
	if err != nil {
		return Witness{}, err
	}
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return Witness{}, fmt.Errorf("address %q of the witness %s: want http:// or https:// with a host: %w", address, k.name, report.ErrInvalid)
	}
	return Witness{k, strings.TrimRight(address, "/")}, nil
}

// Name returns the name in the witness's key.
func (w Witness) Name() string { return w.key.name }

// Limits of what a witness may answer.
const (
	maxAnswer        = 64 << 10 // bytes
	conflictAttempts = 2
)

// Cosign asks the witness to cosign a checkpoint of the log, and returns its signature lines, which may follow the
// checkpoint. old is the size that the witness cosigned last, or 0 if that is not known: it answers with the size, and
// is asked once more. Whatever it answers is verified. The time limit is that of ctx; a nil client is
// http.DefaultClient.
func (w Witness) Cosign(ctx context.Context, client *http.Client, log *Log, checkpoint string, old int64) (string, error) {
	lines, err := w.cosign(ctx, client, log, checkpoint, old)
	if err != nil {
		return "", fmt.Errorf("witness %s: %w", w.key.name, err)
	}
	return lines, nil
}

func (w Witness) cosign(ctx context.Context, client *http.Client, log *Log, checkpoint string, old int64) (string, error) {
	c, err := parseCheckpoint(signedText(checkpoint))
	if err != nil {
		return "", err
	}
	for attempt := 1; ; attempt++ {
		if old > c.Size {
			return "", fmt.Errorf("it has seen %d entries, and the log has %d: %w", old, c.Size, report.ErrConflict)
		}
		proof, err := log.ConsistencyProof(old, c.Size)
		if err != nil {
			return "", err
		}
		status, answer, err := w.post(ctx, client, addCheckpoint(old, proof, checkpoint))
		switch {
		case err != nil:
			return "", err
		case status == http.StatusOK:
			return w.verified(checkpoint, answer)
		case status != http.StatusConflict || attempt == conflictAttempts:
			return "", fmt.Errorf("it answers %d %s, %.200q", status, http.StatusText(status), answer)
		}
		if old, err = parseSize(answer); err != nil {
			return "", err
		}
	}
}

// addCheckpoint returns the body of a request for a cosignature.
func addCheckpoint(old int64, proof []Hash, checkpoint string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "old %d\n", old)
	for _, hash := range proof {
		fmt.Fprintln(&b, hash)
	}
	return b.String() + "\n" + checkpoint
}

// post sends a request to the witness, and follows no redirect.
func (w Witness) post(ctx context.Context, client *http.Client, body string) (status int, answer string, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, w.url+"/add-checkpoint", strings.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	if client == nil {
		client = http.DefaultClient
	}
	once := *client
	once.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	response, err := once.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	if err == nil && len(content) > maxAnswer {
		err = fmt.Errorf("its answer is larger than %d bytes: %w", maxAnswer, report.ErrInvalid)
	}
	return response.StatusCode, string(content), err
}

// parseSize parses the size with which a witness answers that it has seen another.
func parseSize(answer string) (int64, error) {
	line, ok := strings.CutSuffix(answer, "\n")
	size, err := strconv.ParseInt(line, 10, 64)
	if !ok || err != nil || size < 0 || strconv.FormatInt(size, 10) != line {
		return 0, fmt.Errorf("its size %.40q is no number on a line: %w", answer, report.ErrInvalid)
	}
	return size, nil
}

// verified returns the signature lines of an answer that are the witness's own and valid.
func (w Witness) verified(checkpoint, answer string) (string, error) {
	opened, err := note.Open([]byte(signedText(checkpoint)+"\n"+answer), note.VerifierList(w.key))
	if err != nil {
		return "", fmt.Errorf("its cosignature: %w: %w", err, report.ErrInvalid)
	}
	var lines strings.Builder
	for _, s := range opened.Sigs {
		fmt.Fprintf(&lines, "— %s %s\n", s.Name, s.Base64)
	}
	return lines.String(), nil
}

// CosignedAt returns the time at which the witness cosigned a checkpoint, in UTC. It fails with ErrNotFound if the
// checkpoint has no valid cosignature of the witness.
func (w Witness) CosignedAt(checkpoint string) (time.Time, error) {
	opened, err := note.Open([]byte(checkpoint), note.VerifierList(w.key))
	if err != nil {
		return time.Time{}, fmt.Errorf("cosignature of %s: %w: %w", w.key.name, err, report.ErrNotFound)
	}
	signature, err := base64.StdEncoding.DecodeString(opened.Sigs[0].Base64)
	if err != nil {
		return time.Time{}, fmt.Errorf("cosignature of %s: %w", w.key.name, err)
	}
	return time.Unix(int64(binary.BigEndian.Uint64(signature[4:])), 0).UTC(), nil
}

// cosignatureType is the identifier of timestamped Ed25519 cosignatures.
const cosignatureType = 4

// cosignatureKey verifies cosignatures; it is a note.Verifier.
type cosignatureKey struct {
	name   string
	hash   uint32
	public ed25519.PublicKey
}

func parseCosignatureKey(text string) (*cosignatureKey, error) {
	invalid := func(reason string) (*cosignatureKey, error) {
		return nil, fmt.Errorf("public key %q of a witness: %s: %w", text, reason, report.ErrInvalid)
	}
	parts := strings.SplitN(text, "+", 3)
	if len(parts) != 3 || checkOrigin(parts[0]) != nil {
		return invalid("want name+hash+key")
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) != 1+ed25519.PublicKeySize || key[0] != cosignatureType {
		return invalid("want an Ed25519 key for cosignatures")
	}
	sum := sha256.Sum256(append([]byte(parts[0]+"\n"), key...))
	if fmt.Sprintf("%x", sum[:4]) != parts[1] {
		return invalid("its hash is not that of name and key")
	}
	return &cosignatureKey{parts[0], binary.BigEndian.Uint32(sum[:4]), key[1:]}, nil
}

// Name returns the witness's name.
func (k *cosignatureKey) Name() string { return k.name }

// KeyHash returns the number that names the key in signature lines.
func (k *cosignatureKey) KeyHash() uint32 { return k.hash }

// Verify reports whether a cosignature, the time and the signature, is one of a checkpoint.
func (k *cosignatureKey) Verify(text, cosignature []byte) bool {
	if len(cosignature) != 8+ed25519.SignatureSize {
		return false
	}
	at := binary.BigEndian.Uint64(cosignature)
	signed := fmt.Appendf(nil, "cosignature/v1\ntime %d\n%s", at, text)
	return at <= math.MaxInt64 && ed25519.Verify(k.public, signed, cosignature[8:])
}
