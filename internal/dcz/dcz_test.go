package dcz_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"lerr/internal/dcz"
)

// unpack returns what a reader with a dictionary makes of a stream, as RFC 9842 has it.
func unpack(t testing.TB, dictionary, packed []byte) []byte {
	t.Helper()
	sum := sha256.Sum256(dictionary)
	if want := append([]byte{0x5e, 0x2a, 0x4d, 0x18, 0x20, 0, 0, 0}, sum[:]...); !bytes.HasPrefix(packed, want) {
		t.Fatalf("begins with %x, want %x", packed[:min(len(packed), 40)], want)
	}
	r, err := zstd.NewReader(nil, zstd.WithDecoderDictRaw(0, dictionary), zstd.WithDecoderMaxWindow(8<<20), zstd.WithDecoderConcurrency(1))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	body, err := r.DecodeAll(packed, nil)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// rows is a text like a page: many rows alike, with figures of their own.
func rows(seed uint64, n int) []byte {
	random := rand.New(rand.NewPCG(seed, 1))
	var b bytes.Buffer
	for i := range n {
		fmt.Fprintf(&b, `<tr class="row"><th><a href="/2019-H%d/%02x">Country %02x</a></th><td>%d</td><td>%d.%d%%</td></tr>`,
			seed, i%97, i%97, random.IntN(5000), random.IntN(100), random.IntN(10))
	}
	return b.Bytes()
}

// noise is a text that nothing shrinks.
func noise(seed uint64, n int) []byte {
	random := rand.New(rand.NewPCG(seed, 2))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(random.Uint32())
	}
	return b
}

func TestPack_IsUnpackedToTheSame(t *testing.T) {
	page := rows(1, 900)
	for _, tt := range []struct {
		name             string
		dictionary, body []byte
		most             int // bytes beside the header
	}{
		{"nothing", page, nil, 12},
		{"a byte", page, []byte("a"), 13},
		{"a few bytes", page, []byte("figures"), 19},
		{"the dictionary", page, page, 40},
		{"figures of another half-year", page, rows(2, 900), 8000},
		{"a part of the dictionary", page, page[1000:40_000], 40},
		{"an empty dictionary", nil, page, 12_000},
		{"one byte again and again", page, bytes.Repeat([]byte("a"), 300_000), 60},
		{"noise", page, noise(1, 300_000), 300_030},
		{"noise that is in the dictionary", noise(1, 300_000), noise(1, 300_000), 60},
		{"noise between known texts", page, joined(page[:5000], noise(3, 2000), page[5000:9000], noise(4, 300), page[:100]), 2400},
		{"exactly one block", page, rows(3, 5000)[:128<<10], 20_000},
		{"one byte more than a block", page, rows(3, 5000)[:128<<10+1], 20_000},
		{"blocks that are alike", page, rows(3, 5000)[:400<<10], 60_000},
		{"blocks that differ", page, joined(noise(5, 128<<10), bytes.Repeat([]byte("b"), 128<<10), rows(4, 1000)), 160_000},
		{"literals of few kinds", nil, []byte(strings.Repeat("ab", 3) + "ba" + strings.Repeat("b", 40)), 60},
	} {
		t.Run(tt.name, func(t *testing.T) {
			packed, err := dcz.NewDictionary(tt.dictionary).Pack(tt.body)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(unpack(t, tt.dictionary, packed), tt.body) {
				t.Error("the body is another")
			}
			if got := len(packed) - 40; got > tt.most {
				t.Errorf("%d bytes of %d, want at most %d", got, len(tt.body), tt.most)
			}
		})
	}
}

func joined(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

// What klauspost/compress makes at its best level is a third larger. If it no longer is, this package has no reason.
func TestPack_IsSmallerThanTheLibrarysBest(t *testing.T) {
	dictionary, body := rows(1, 900), rows(2, 900)
	best, err := zstd.NewWriter(nil, zstd.WithEncoderDictRaw(0, dictionary), zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1), zstd.WithEncoderCRC(false))
	if err != nil {
		t.Fatal(err)
	}
	packed, err := dcz.NewDictionary(dictionary).Pack(body)
	if err != nil {
		t.Fatal(err)
	}
	if theirs := len(best.EncodeAll(body, nil)); len(packed)*10 > theirs*9 {
		t.Errorf("%d bytes, and the library makes %d", len(packed), theirs)
	}
}

func TestPack_RefusesWhatReadersDoNotTake(t *testing.T) {
	if _, err := dcz.NewDictionary(nil).Pack(make([]byte, dcz.MaxBody+1)); !errors.Is(err, dcz.ErrTooLarge) {
		t.Errorf("got %v, want ErrTooLarge", err)
	}
}

// A packer that is used again remembers nothing of what it packed before.
func TestPack_IsTheSameEachTime(t *testing.T) {
	d, body := dcz.NewDictionary(rows(1, 300)), rows(2, 300)
	first, _ := d.Pack(body)
	for _, other := range [][]byte{noise(1, 200_000), rows(5, 2000), nil} {
		if _, err := d.Pack(other); err != nil {
			t.Fatal(err)
		}
		if again, _ := d.Pack(body); !bytes.Equal(first, again) {
			t.Error("the same body has other bytes than before")
		}
	}
}

func FuzzPack(f *testing.F) {
	f.Add([]byte("<p>1,234 requests</p>"), []byte("<p>1,235 requests</p>"), 1)
	f.Add(rows(1, 40), rows(2, 40), 3)
	f.Add(noise(1, 100), rows(1, 10), 5000)
	f.Add([]byte{}, []byte("aaaaaaaaaaaaaaaaaaaaaaaaaaaab"), 7000)
	f.Fuzz(func(t *testing.T, dictionary, body []byte, times int) {
		if times = min(max(times, 1), 20_000); len(body) > 0 {
			body = bytes.Repeat(body, min(times, 400_000/len(body)+1))
		}
		packed, err := dcz.NewDictionary(dictionary).Pack(body)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(unpack(t, dictionary, packed), body) {
			t.Error("the body is another")
		}
	})
}

func BenchmarkPack(b *testing.B) {
	d, body := dcz.NewDictionary(rows(1, 1800)), rows(2, 1800)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := d.Pack(body); err != nil {
			b.Fatal(err)
		}
	}
}
