package dcz

import (
	"encoding/binary"
	"math"
	"math/bits"
	"slices"
)

// sequence is a step of a block: literals, then a copy. The last one of a block may have literals alone.
type sequence struct {
	literals int // bytes
	length   int // of the copy, in bytes; 0 for none
	offset   int // how far back the copy begins
}

// repeats are the last three offsets, the last one first.
type repeats [3]int32

// first are those at the beginning of a frame.
var first = repeats{1, 4, 8}

// value returns how an offset is written after a number of literals (RFC 8878, section 3.1.1.5): the last three have
// short names. It also returns the offsets that are the last three after it.
func (r repeats) value(offset int32, literals int32) (int, repeats) {
	known := r
	if literals == 0 {
		known = repeats{r[1], r[2], r[0] - 1}
	}
	for i, k := range known {
		if k != offset {
			continue
		}
		switch {
		case offset == r[0]:
			return i + 1, r
		case offset == r[1]:
			return i + 1, repeats{offset, r[0], r[2]}
		}
		return i + 1, repeats{offset, r[0], r[1]}
	}
	return int(offset) + 3, repeats{offset, r[0], r[1]}
}

const (
	hashBits   = 16
	minCopy    = 3   // bytes of the shortest copy that the format has
	minFound   = 5   // bytes of the shortest copy that is looked for, beside those at the last three offsets
	maxChain   = 80  // places that are looked at, the nearest first
	firstChain = 4   // the same in the first walk
	certain    = 512 // bytes of a copy within which nothing else is looked for
	maxCopy    = 131074 - 3
	unreached  = math.MaxFloat32
)

// parser chooses the copies of a text: the path through it that takes the fewest bits, as far as they are known before
// they are written.
type parser struct {
	text    []byte // the dictionary and the body
	begin   int    // of the body in it
	head    [1 << hashBits]int32
	before  []int32 // by position: the position before with the same hash, plus one
	indexed int     // positions that are in the tables
	last    repeats
	steps   []step
	path    []sequence
	price   prices
	chain   int // places that are looked at
	far     int // the farthest end of a copy in this walk, and the bits until there
	farBits float32
}

// step is the cheapest known way to a position.
type step struct {
	bits     float32
	literals int32 // since the last copy
	length   int32 // of the copy that ends here, or 0
	offset   int32
	last     repeats
}

func (p *parser) reset(dictionary, body []byte) {
	p.text = append(append(p.text[:0], dictionary...), body...)
	p.begin, p.indexed, p.last = len(dictionary), 0, first
	clear(p.head[:])
	if cap(p.before) < len(p.text) {
		p.before = make([]int32, len(p.text))
	}
	p.before = p.before[:len(p.text)]
	p.price.guess(body)
}

func (p *parser) hash(at int) uint64 {
	return binary.LittleEndian.Uint64(p.text[at:]) << 24 * 889523592379 >> (64 - hashBits)
}

// index adds the positions before one to the tables.
func (p *parser) index(to int) {
	for to = min(to, len(p.text)-8); p.indexed < to; p.indexed++ {
		h := p.hash(p.indexed)
		p.before[p.indexed], p.head[h] = p.head[h], int32(p.indexed+1)
	}
}

// same returns how many bytes are equal at two positions, the later of which ends at end.
func (p *parser) same(early, late, end int) int {
	n := 0
	for late+n+8 <= end {
		if x := binary.LittleEndian.Uint64(p.text[early+n:]) ^ binary.LittleEndian.Uint64(p.text[late+n:]); x != 0 {
			return n + bits.TrailingZeros64(x)/8
		}
		n += 8
	}
	for late+n < end && p.text[early+n] == p.text[late+n] {
		n++
	}
	return n
}

// parse returns the steps of a block of the body. It goes over it twice: the second time with what the steps of the
// first took.
func (p *parser) parse(from, to int) []sequence {
	last := p.last
	p.chain = firstChain
	p.walk(p.begin+from, p.begin+to)
	p.price.learn(p.text[p.begin+from:], p.path, last)
	p.last, p.chain = last, maxChain
	p.walk(p.begin+from, p.begin+to)
	return p.path
}

func (p *parser) walk(from, to int) {
	n := to - from
	if cap(p.steps) < n+1 {
		p.steps = make([]step, maxBlock+1)
	}
	p.steps = p.steps[:n+1]
	for i := range p.steps {
		p.steps[i].bits = unreached
	}
	p.steps[0] = step{last: p.last}
	p.far = 0
	for i := range n {
		s := p.steps[i]
		if s.bits == unreached || s.bits >= p.farBits && i+8 < p.far {
			continue
		}
		if p.copies(from+i, to, i, s) < certain {
			if bits := s.bits + p.price.literal[p.text[from+i]]; bits < p.steps[i+1].bits {
				p.steps[i+1] = step{bits: bits, literals: s.literals + 1, last: s.last}
			}
		}
	}
	p.trace(n)
}

// copies notes all copies that begin at a position, and returns the length of the longest.
func (p *parser) copies(at, to, i int, s step) (longest int) {
	for k := range 3 {
		offset := int(s.last[k])
		if s.literals == 0 {
			if offset = int(s.last[0]) - 1; k < 2 {
				offset = int(s.last[k+1])
			}
		}
		if offset < 1 || offset > at {
			continue
		}
		if length := p.same(at-offset, at, to); length >= minCopy {
			p.note(i, s, offset, minCopy, length)
			longest = max(longest, length)
		}
	}
	if longest >= certain || at+8 > len(p.text) {
		return longest
	}
	candidate := p.before[at] // if the first walk has been here
	if at >= p.indexed {
		p.index(at)
		candidate = p.head[p.hash(at)]
	}
	found := minFound - 1
	for n := 0; candidate > 0 && n < p.chain; candidate, n = p.before[candidate-1], n+1 {
		early := int(candidate) - 1
		if at+found >= to || p.text[early+found] != p.text[at+found] {
			continue
		}
		if length := p.same(early, at, to); length > found {
			p.note(i, s, at-early, found+1, length)
			found = length
		}
	}
	if found >= minFound {
		longest = max(longest, found)
	}
	return longest
}

// note notes a copy at all its lengths but those below shortest, which another has more cheaply. Of a long one only
// the last lengths can be of use.
func (p *parser) note(i int, s step, offset, shortest, length int) {
	length = min(length, maxCopy)
	if length >= 24 {
		shortest = max(shortest, length-16)
	}
	value, last := s.last.value(int32(offset), s.literals)
	base := s.bits + p.price.literals(int(s.literals)) + p.price.offset(value)
	for l := shortest; l <= length; l++ {
		if bits := base + p.price.length(l); bits < p.steps[i+l].bits {
			p.steps[i+l] = step{bits: bits, length: int32(l), offset: int32(offset), last: last}
		}
	}
	if i+length > p.far {
		p.far, p.farBits = i+length, base+p.price.length(length)
	}
}

// trace writes the cheapest way to the end of the block to path.
func (p *parser) trace(n int) {
	p.path = p.path[:0]
	p.last = p.steps[n].last
	for at := n; at > 0; {
		s, q := p.steps[at], sequence{}
		if s.length > 0 {
			q.length, q.offset = int(s.length), int(s.offset)
			at -= q.length
			s = p.steps[at]
		}
		if s.length == 0 {
			q.literals = int(s.literals)
			at -= q.literals
		}
		p.path = append(p.path, q)
	}
	slices.Reverse(p.path)
}
