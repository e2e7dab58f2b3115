// Package dcz compresses pages against a dictionary, in the content coding dcz of RFC 9842: Zstandard (RFC 8878),
// where copies may begin in the dictionary.
//
// It looks for the smallest encoding of small differences between large texts. The encoders of klauspost/compress
// remember two places of each text at most, and a page repeats most of its texts a hundred times: their best level
// makes a third more bytes. Start reading at Dictionary.Pack, then parse.go for which copies are
// chosen, and block.go for how they are written.
package dcz

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// Dictionary is the text that sender and reader both have. It never changes.
type Dictionary struct {
	content []byte
	hash    [sha256.Size]byte
	reader  *zstd.Decoder
}

// NewDictionary returns a dictionary of a content, which must not change after that.
func NewDictionary(content []byte) *Dictionary {
	reader, err := zstd.NewReader(nil, zstd.WithDecoderDictRaw(0, content), zstd.WithDecoderMaxWindow(MaxBody), zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true))
	if err != nil {
		panic(err) // options that exclude each other
	}
	return &Dictionary{content, sha256.Sum256(content), reader}
}

// Hash returns the SHA-256 of the content, by which readers name the dictionary.
func (d *Dictionary) Hash() [sha256.Size]byte { return d.hash }

// Len returns the size of the content, in bytes.
func (d *Dictionary) Len() int { return len(d.content) }

// MaxBody is the largest body that can be packed, in bytes: what every reader can take (RFC 9842, section 6.2).
const MaxBody = 8 << 20

// ErrTooLarge is the error for a body above MaxBody.
var ErrTooLarge = errors.New("larger than readers take")

// magic begins each stream: a skippable frame of Zstandard with the dictionary's hash (RFC 9842, section 5).
var magic = [8]byte{0x5e, 0x2a, 0x4d, 0x18, 0x20, 0, 0, 0}

// maxBlock is the size of a block, in bytes of the body (RFC 8878, section 3.1.1.2.4).
const maxBlock = 128 << 10

// packers are used again, since each has some megabytes of tables.
var packers = sync.Pool{New: func() any { return &packer{} }}

// packer holds what packing needs.
type packer struct {
	parser
	blockWriter
}

// Pack returns a body in the content coding dcz, with its header. It fails with ErrTooLarge. What it returns was unpacked
// by another's code and compared: a fault of the encoder costs bytes, and never a figure.
func (d *Dictionary) Pack(body []byte) ([]byte, error) {
	if len(body) > MaxBody {
		return nil, fmt.Errorf("pack %d bytes: %w", len(body), ErrTooLarge)
	}
	packed := d.compress(body)
	if !d.holds(packed, body) {
		packed = d.store(body)
	}
	return packed, nil
}

// holds reports whether a reader unpacks a stream to a body.
func (d *Dictionary) holds(packed, body []byte) bool {
	unpacked, err := d.reader.DecodeAll(packed, make([]byte, 0, len(body)))
	return err == nil && bytes.Equal(unpacked, body)
}

// header returns what a stream of a body of so many bytes begins with.
func (d *Dictionary) header(size int) []byte {
	out := append(append([]byte(nil), magic[:]...), d.hash[:]...)
	out = binary.LittleEndian.AppendUint32(out, 0xFD2FB528)
	// One segment of a size in four bytes, without checksum: the reader's window is the body, so that all of the
	// dictionary stays in reach.
	out = append(out, 2<<6|1<<5)
	return binary.LittleEndian.AppendUint32(out, uint32(size))
}

// store returns a stream of a body as it is.
func (d *Dictionary) store(body []byte) []byte {
	out := d.header(len(body))
	for from := 0; ; from += maxBlock {
		to := min(from+maxBlock, len(body))
		out = plainBlock(out, body[from:to], to == len(body))
		if to == len(body) {
			return out
		}
	}
}

func (d *Dictionary) compress(body []byte) []byte {
	p := packers.Get().(*packer)
	defer packers.Put(p)
	out := d.header(len(body))
	p.parser.reset(d.content, body)
	p.blockWriter.reset()
	for from := 0; ; from += maxBlock {
		to := min(from+maxBlock, len(body))
		before := p.last
		out = p.block(out, body[from:to], p.parse(from, to), to == len(body), before)
		if to == len(body) {
			return out
		}
	}
}
