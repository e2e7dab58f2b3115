package translog_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"lerr/internal/report"
	"lerr/internal/translog"
)

func TestKey_IsOneOfSignedNotes(t *testing.T) {
	key := newKey(t, "report.example/log")
	text := strings.TrimSuffix(string(key.Marshal()), "\n")
	signer, err := note.NewSigner(text)
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := note.NewVerifier(key.Verifier())
	if err != nil {
		t.Fatal(err)
	}
	if signer.Name() != key.Origin() || verifier.KeyHash() != signer.KeyHash() || verifier.Name() != "report.example/log" {
		t.Errorf("signer is %s, verifier %s", signer.Name(), verifier.Name())
	}
	for _, form := range []string{text, text + "\n", "\r\n " + text + "\r\n"} {
		parsed, err := translog.ParseKey([]byte(form))
		if err != nil || parsed.Verifier() != key.Verifier() || !bytes.Equal(parsed.Marshal(), key.Marshal()) {
			t.Errorf("%d bytes are read back as %v, %v", len(form), parsed, err)
		}
	}
	if other := newKey(t, "report.example/log"); other.Verifier() == key.Verifier() {
		t.Error("two keys are the same")
	}
}

func TestKey_HidesItsSecret(t *testing.T) {
	key := newKey(t, "report.example/log")
	parts := strings.SplitN(strings.TrimSpace(string(key.Marshal())), "+", 5) // base64 has the sign too
	secret := parts[4]
	for _, format := range []string{"%v", "%+v", "%#v", "%s"} {
		if text := fmt.Sprintf(format, key); text != key.Verifier() {
			t.Errorf("%s prints the key as %s", format, text)
		}
	}
	control, _, err := note.GenerateKey(rand.Reader, "a\x01b")
	if err != nil {
		t.Fatal(err)
	}
	good := string(key.Marshal())
	for _, bad := range []string{
		"", "x", key.Verifier(), strings.Replace(good, "PRIVATE", "PUBLIC", 1), strings.Replace(good, "report", "deport", 1),
		strings.Replace(good, "report", "a b", 1), good + good, "PRIVATE+KEY+" + secret, strings.TrimSpace(good) + "AA==", control,
	} {
		if got, err := translog.ParseKey([]byte(bad)); !errors.Is(err, report.ErrInvalid) || got != nil || strings.Contains(err.Error(), secret[:8]) {
			t.Errorf("%q: got %v, %v", bad, got, err)
		}
	}
}

func TestNewKey_RefusesOriginsThatNotesCannotHold(t *testing.T) {
	for _, origin := range []string{"", "a b", "a+b", "a\nb", "a\u00a0b", "a\x00", "\xff"} {
		if key, err := translog.NewKey(origin); !errors.Is(err, report.ErrInvalid) || key != nil {
			t.Errorf("%q: %v, want ErrInvalid", origin, err)
		}
	}
}

func TestKey_MACsForOnePurpose(t *testing.T) {
	key, other := newKey(t, "a"), newKey(t, "a")
	again, err := translog.ParseKey(key.Marshal())
	if err != nil {
		t.Fatal(err)
	}
	mac := key.MAC("events", []byte("data"))
	if len(mac) != 64 || again.MAC("events", []byte("data")) != mac {
		t.Errorf("the code is %s, and %s of the same key", mac, again.MAC("events", []byte("data")))
	}
	for name, other := range map[string]string{
		"purpose": key.MAC("event", []byte("data")), "data": key.MAC("events", []byte("date")), "key": other.MAC("events", []byte("data")),
		"boundary": key.MAC("eventsd", []byte("ata")),
	} {
		if other == mac {
			t.Errorf("another %s has the same code", name)
		}
	}
}

// The codes are stored: a key gives the same ones in every version of the program. This one was computed by another
// program.
func TestKey_KeepsItsCodes(t *testing.T) {
	key, err := translog.ParseKey([]byte("PRIVATE+KEY+example.com/log+d455c521+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := key.MAC("events", []byte("data")), "af769085e01f751cd5cc4d468b340d1f509de347f2d084ba9a210823fdcaa831"; got != want {
		t.Errorf("code is %s, want %s", got, want)
	}
}
