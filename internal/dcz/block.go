package dcz

import (
	"math/bits"

	"github.com/klauspost/compress/huff0"
)

// blockWriter writes the blocks of a frame.
type blockWriter struct {
	huffman  huff0.Scratch
	literals []byte
	tables   [3]*table // of the block before, by kind of codes; nil for none
}

// The kinds of codes, in the order of their tables.
const (
	kindLiterals = iota
	kindOffset
	kindLength
)

// predefined are the tables that readers know (RFC 8878, section 3.1.1.3.2.2).
var predefined = [3]*table{
	newTable(6, []int{4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1}),
	newTable(5, []int{1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1}),
	newTable(6, []int{1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1}),
}

// maxLog is the largest log of a table, by kind.
var maxLog = [3]int{9, 8, 9}

func (b *blockWriter) reset() {
	b.huffman.Reuse = huff0.ReusePolicyNone
	b.tables = [3]*table{}
}

// block appends a block of a text to out.
func (b *blockWriter) block(out, text []byte, path []sequence, last bool, before repeats) []byte {
	tables := b.tables
	content := b.compressed(text, path, before)
	if len(content) >= len(text) { // readers learn no tables from it
		b.tables, b.huffman.Reuse = tables, huff0.ReusePolicyNone
		return plainBlock(out, text, last)
	}
	return append(blockHeader(out, blockCompressed, len(content), last), content...)
}

// The types of blocks (RFC 8878, section 3.1.1.2.2).
const (
	blockPlain      = 0
	blockCompressed = 2
)

// plainBlock appends a block of a text as it is.
func plainBlock(out, text []byte, last bool) []byte {
	return append(blockHeader(out, blockPlain, len(text), last), text...)
}

func blockHeader(out []byte, kind uint32, size int, last bool) []byte {
	header := kind<<1 | uint32(size)<<3
	if last {
		header |= 1
	}
	return append(out, byte(header), byte(header>>8), byte(header>>16))
}

// coded is a sequence as codes and extra bits, by kind.
type coded [3]struct{ code, extra, bits int }

func (b *blockWriter) compressed(text []byte, path []sequence, last repeats) []byte {
	b.literals = b.literals[:0]
	var all []coded
	var counts [3][]int
	for kind, list := range [3][]code{literalCodes, offsetCodes, lengthCodes} {
		counts[kind] = make([]int, len(list))
	}
	for _, s := range path {
		b.literals = append(b.literals, text[:s.literals]...)
		text = text[s.literals+s.length:]
		if s.length == 0 {
			continue
		}
		var value int
		value, last = last.value(int32(s.offset), int32(s.literals))
		var c coded
		set := func(kind int, list []code, number, code int) {
			c[kind].code, c[kind].extra, c[kind].bits = code, number-list[code].first, list[code].extra
			counts[kind][code]++
		}
		set(kindLiterals, literalCodes, s.literals, literalCode(s.literals))
		set(kindOffset, offsetCodes, value, offsetCode(value))
		set(kindLength, lengthCodes, s.length, lengthCode(s.length))
		all = append(all, c)
	}
	out := b.literalSection(nil)
	switch n := len(all); {
	case n < 128:
		out = append(out, byte(n))
	case n < 0x7F00:
		out = append(out, byte(n>>8)+128, byte(n))
	default:
		out = append(out, 255, byte(n-0x7F00), byte((n-0x7F00)>>8))
	}
	if len(all) == 0 {
		return out
	}
	modes := len(out)
	out = append(out, 0)
	for kind := range counts {
		mode, description := b.choose(kind, counts[kind])
		out[modes] |= mode << (6 - 2*kind)
		out = append(out, description...)
	}
	return append(out, b.stream(all)...)
}

// literalSection appends the literals, which are coded by Huffman's method if that saves bytes.
func (b *blockWriter) literalSection(out []byte) []byte {
	n := len(b.literals)
	compress, format, width := huff0.Compress4X, uint64(3), 18
	switch {
	case n < 1<<8:
		compress, format, width = huff0.Compress1X, 0, 10
	case n < 1<<10:
		format, width = 1, 10
	case n < 1<<14:
		format, width = 2, 14
	}
	packed, reused, err := compress(b.literals, &b.huffman)
	if err != nil {
		// Not smaller, or one byte repeated, which is rare.
		b.huffman.Reuse = huff0.ReusePolicyNone
		header := uint32(n)<<4 | 3<<2
		return append(append(out, byte(header), byte(header>>8), byte(header>>16)), b.literals...)
	}
	kind := uint64(2)
	if reused {
		kind = 3
	}
	b.huffman.Reuse = huff0.ReusePolicyAllow
	header := kind | format<<2 | uint64(n)<<4 | uint64(len(packed))<<(4+width)
	for i := 0; i < (4+2*width+7)/8; i++ {
		out = append(out, byte(header>>(8*i)))
	}
	return append(out, packed...)
}

// choose chooses the table for a kind of codes that takes the fewest bits, and returns its mode and description.
func (b *blockWriter) choose(kind int, counts []int) (mode byte, description []byte) {
	best, cost := predefined[kind], predefined[kind].cost(counts)
	if before := b.tables[kind]; before != nil && before.cost(counts) <= cost {
		best, cost, mode = before, before.cost(counts), 3
	}
	different, last := 0, 0
	for c, count := range counts {
		if count > 0 {
			different, last = different+1, c
		}
	}
	if different == 1 && cost > 8 {
		best, mode, description = only(last), 1, []byte{byte(last)}
	}
	if different > 1 {
		for log := max(5, bits.Len(uint(different-1))); log <= maxLog[kind]; log++ {
			own := newTable(log, newShares(log, counts))
			text := own.describe()
			if bits := own.cost(counts) + float64(8*len(text)); bits < cost {
				best, cost, mode, description = own, bits, 2, text
			}
		}
	}
	b.tables[kind] = best
	return mode, description
}

// stream returns the codes with their extra bits, the last sequence first, since readers begin at the end.
func (b *blockWriter) stream(all []coded) []byte {
	var w bitWriter
	var states [3]int
	for i := len(all) - 1; i >= 0; i-- {
		for _, kind := range [3]int{kindOffset, kindLength, kindLiterals} {
			if i == len(all)-1 {
				states[kind] = b.tables[kind].start(all[i][kind].code)
			} else {
				states[kind] = b.tables[kind].next(&w, states[kind], all[i][kind].code)
			}
		}
		for _, kind := range [3]int{kindLiterals, kindLength, kindOffset} {
			w.add(uint32(all[i][kind].extra), all[i][kind].bits)
		}
	}
	for _, kind := range [3]int{kindLength, kindOffset, kindLiterals} {
		w.add(uint32(states[kind]), b.tables[kind].log)
	}
	w.add(1, 1) // the end, for readers
	return w.flush()
}
