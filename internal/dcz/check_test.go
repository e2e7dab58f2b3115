package dcz

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

// Whatever is wrong with a stream, it is not sent: the body is, as it is.
func TestDictionary_SendsNoFaultyStream(t *testing.T) {
	dictionary := bytes.Repeat([]byte("<td>1,234</td><td>5 %</td>"), 2000)
	body := bytes.Repeat([]byte("<td>1,235</td><td>6 %</td>"), 9000)
	d := NewDictionary(dictionary)
	packed := d.compress(body)
	if !d.holds(packed, body) {
		t.Fatal("the stream is faulty")
	}
	random := rand.New(rand.NewPCG(1, 1))
	wrong := 0
	for range 500 {
		faulty := bytes.Clone(packed)
		faulty[40+random.IntN(len(faulty)-40)] ^= 1 << random.IntN(8)
		if unpacked, err := d.reader.DecodeAll(faulty, nil); err == nil && bytes.Equal(unpacked, body) {
			continue // a bit without meaning
		}
		wrong++
		if d.holds(faulty, body) {
			t.Fatal("a faulty stream passes")
		}
	}
	if wrong < 300 {
		t.Errorf("%d of 500 changes broke the stream", wrong)
	}
	if stored := d.store(body); !d.holds(stored, body) || len(stored) < len(body) {
		t.Error("what is sent instead does not hold the body")
	}
}
