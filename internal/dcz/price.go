package dcz

import "math"

// prices are the bits that parts of a block take, by code; extra bits included.
type prices struct {
	literal [256]float32
	run     [36]float32 // of literals, by literalCode
	copied  [53]float32 // by lengthCode
	back    [32]float32 // by offsetCode
	runOf   [64]uint8   // literalCode of small numbers, and lengthCode
	copyOf  [256]uint8
}

func (p *prices) literals(n int) float32 {
	if n < len(p.runOf) {
		return p.run[p.runOf[n]]
	}
	return p.run[literalCode(n)]
}

func (p *prices) length(n int) float32 {
	if n < len(p.copyOf) {
		return p.copied[p.copyOf[n]]
	}
	return p.copied[lengthCode(n)]
}

func (p *prices) offset(value int) float32 { return p.back[offsetCode(value)] }

// guess sets prices that are usual for small differences.
func (p *prices) guess(body []byte) {
	for n := range p.runOf {
		p.runOf[n] = uint8(literalCode(n))
	}
	for n := minCopy; n < len(p.copyOf); n++ {
		p.copyOf[n] = uint8(lengthCode(n))
	}
	for i := range p.literal {
		p.literal[i] = 6
	}
	for c := range literalCodes {
		p.run[c] = float32(2 + min(c, 16)/4 + literalCodes[c].extra)
	}
	for c := range lengthCodes {
		p.copied[c] = float32(5 + lengthCodes[c].extra)
	}
	for c := range offsetCodes {
		p.back[c] = float32(3 + offsetCodes[c].extra)
	}
	p.back[0], p.back[1] = 1.5, 3
}

// learn sets the prices to what the sequences of a text take.
func (p *prices) learn(text []byte, path []sequence, last repeats) {
	var literal [256]int
	var run [36]int
	var copied [53]int
	var back [32]int
	for _, s := range path {
		for _, b := range text[:s.literals] {
			literal[b]++
		}
		text = text[s.literals+s.length:]
		if s.length == 0 {
			continue
		}
		var value int
		value, last = last.value(int32(s.offset), int32(s.literals))
		run[literalCode(s.literals)]++
		copied[lengthCode(s.length)]++
		back[offsetCode(value)]++
	}
	spread(p.literal[:], literal[:], nil, 11)
	spread(p.run[:], run[:], literalCodes, 9)
	spread(p.copied[:], copied[:], lengthCodes, 9)
	spread(p.back[:], back[:], offsetCodes, 8)
}

// spread sets prices by how often each code occurs, and at most a number of bits, beside the extra ones.
func spread(to []float32, counts []int, codes []code, most float64) {
	sum := 0
	for _, n := range counts {
		sum += n
	}
	for i, n := range counts {
		bits := min(math.Log2(float64(sum+1)/(float64(n)+0.5)), most)
		if codes != nil {
			bits += float64(codes[i].extra)
		}
		to[i] = float32(max(bits, 0.1))
	}
}
