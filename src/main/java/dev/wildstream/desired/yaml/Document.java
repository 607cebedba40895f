package dev.wildstream.desired.yaml;

import java.util.List;

/**
 * One file, parsed.
 *
 * @param root its outermost mapping
 * @param scalars where every single value stands, in no order; what no scalar covers is punctuation
 *     or a comment
 * @param references where every anchor and alias stands; their names are the user's own words
 */
record Document(
    SourceText source, Value.Mapping root, List<Place> scalars, List<Place> references) {}
