package data

import (
	"fmt"
	"strconv"

	"lerr/internal/chart"
)

// loadWorld reads world.csv, the outlines of the world map. Its coordinates are in hundredths of a
// degree.
func loadWorld() (chart.World, error) {
	var world chart.World
	seen := map[string]bool{}
	err := eachRecord("world.csv", []string{"code", "name", "longitude", "latitude", "outline"}, func(r []string) error {
		o := chart.Outline{Code: r[0], Name: r[1]}
		if o.Code != "" && seen[o.Code] {
			return fmt.Errorf("%s is listed twice", o.Code)
		}
		seen[o.Code] = true
		for i, to := range []*float64{&o.Centre.Longitude, &o.Centre.Latitude} {
			hundredths, err := strconv.Atoi(r[2+i])
			if err != nil {
				return err
			}
			*to = float64(hundredths) / 100
		}
		var err error
		o.Rings, err = chart.ParseRings(r[4])
		world = append(world, o)
		return err
	})
	return world, err
}
