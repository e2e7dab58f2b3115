package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/sitetest/dbtest"
)

// Whatever happens to the bytes of a file, scripts learn from the exit code that it is damaged, or everything in it
// is as it was. It is another program's, or a newer lerr's, only where the file says so.
func TestRun_ExitsAsTheReadmeSaysForDamagedFiles(t *testing.T) {
	dbtest.FilesOnly(t)
	path := seeded(t)
	want, whole := keptIn(t, path), []byte(read(t, path))
	random := rand.New(rand.NewPCG(12, 5))
	damages := []func(b []byte) ([]byte, string){
		func(b []byte) ([]byte, string) {
			n := 1 + random.IntN(len(b)-1)
			return b[:n], fmt.Sprintf("cut to %d bytes", n)
		},
		func(b []byte) ([]byte, string) {
			page := random.IntN(len(b) / 4096)
			clear(b[page*4096 : (page+1)*4096])
			return b, fmt.Sprintf("page %d is zero", page)
		},
		func(b []byte) ([]byte, string) {
			page := random.IntN(len(b) / 4096)
			for i := range 4096 {
				b[page*4096+i] = byte(random.Int())
			}
			return b, fmt.Sprintf("page %d is noise", page)
		},
		func(b []byte) ([]byte, string) {
			at, bit := random.IntN(len(b)), random.IntN(8)
			b[at] ^= 1 << bit
			return b, fmt.Sprintf("bit %d of byte %d", bit, at)
		},
		func(b []byte) ([]byte, string) { // the header and the schema
			at, bit := random.IntN(4096), random.IntN(8)
			b[at] ^= 1 << bit
			return b, fmt.Sprintf("bit %d of byte %d", bit, at)
		},
	}
	codes := map[int]int{}
	for n := range sitetest.Count(60, 1_000) {
		b, what := damages[n%len(damages)](append([]byte{}, whole...))
		damaged := filepath.Join(t.TempDir(), "lerr.db")
		put(t, damaged, string(b))
		code, _, errs := execute(t, "verify", "--db", damaged)
		codes[code]++
		switch {
		case code == exitDamaged, code == exitForeign && saysAnother(b, whole):
		case code == exitOK:
			if diff := cmp.Diff(want, keptIn(t, damaged), cmp.AllowUnexported(report.Period{})); diff != "" {
				t.Errorf("%s: verify finds nothing (-want +got)\n%s", what, diff)
			}
		default:
			t.Errorf("%s: got exit code %d, %s, want 4", what, code, errs)
		}
	}
	if codes[exitDamaged] == 0 || codes[exitOK] == 0 {
		t.Errorf("got exit codes %v, want damaged ones and harmless ones among them", codes)
	}
}

// saysAnother reports whether a file lost its mark or the number of its schema, which are beside each other.
func saysAnother(b, whole []byte) bool {
	return len(b) < 72 || !bytes.Equal(b[60:72], whole[60:72])
}
