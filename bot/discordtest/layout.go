package discordtest

import "fmt"

// checkRow holds a row to one to five buttons, or one select.
func (c *Component) checkRow() error {
	buttons, others := 0, 0
	for i, in := range c.Components {
		switch {
		case in.Type == Button:
			buttons++
		case in.selects():
			others++
		default:
			return badForm(fmt.Sprintf("components.%d.type", i), fmt.Sprintf("%d may not stand in an action row of a message", in.Type))
		}
	}
	if buttons+others == 0 || buttons > maxRowButtons || others > 1 || others == 1 && buttons > 0 {
		return badForm("components", "a row holds one to five buttons, or one select")
	}
	return nil
}

// checkSection holds a section to its texts and what stands beside them.
func (c *Component) checkSection() error {
	if len(c.Components) < 1 || len(c.Components) > maxSectionTexts {
		return badForm("components", "a section has one to three texts")
	}
	for _, in := range c.Components {
		if in.Type != TextDisplay {
			return badForm("components", "a section has texts only")
		}
	}
	if c.Accessory == nil || c.Accessory.Type != Button && c.Accessory.Type != Thumbnail {
		return badForm("accessory", "a section has a button or a thumbnail beside it")
	}
	return nil
}

func (c *Component) checkContainer() error {
	if len(c.Components) == 0 {
		return badForm("components", "a container is not empty")
	}
	for i, in := range c.Components {
		if in.Type == Container || in.Type == Button || in.selects() || in.Type == Thumbnail {
			return badForm(fmt.Sprintf("components.%d.type", i), fmt.Sprintf("%d may not stand in a container", in.Type))
		}
	}
	return nil
}

// checkLayout holds the components of a message as a whole to the rules: in
// the older layout at most five rows beside texts and embeds, in the newer one
// at most 40 components of any kind, and nothing beside them.
func checkLayout(list []*Component, newer, beside bool) error {
	if !newer {
		if len(list) > maxRows {
			return badForm("components", "must be 5 or fewer in length")
		}
		for i, c := range list {
			if c.Type != ActionRow {
				return badForm(fmt.Sprintf("components.%d.type", i), fmt.Sprintf("%d may stand only in a message with the flag for components", c.Type))
			}
		}
		return nil
	}
	if beside {
		return badForm("content", "as embeds and files, not with the flag for components")
	}
	all, text := 0, 0
	walk(list, func(c *Component) {
		all++
		text += units(c.Content)
	})
	for i, c := range list {
		if c.Type == Button || c.selects() || c.Type == Thumbnail {
			return badForm(fmt.Sprintf("components.%d.type", i), fmt.Sprintf("%d may not stand at the top", c.Type))
		}
	}
	if all > maxAll {
		return badForm("components", "must be 40 or fewer in all")
	}
	if text > maxDisplay {
		return badForm("components", "the texts must be 4000 or fewer in length in all")
	}
	return nil
}
