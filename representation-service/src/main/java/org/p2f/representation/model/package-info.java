/** Models that encode: their cards, aliases and where they are served. */
@NullMarked
package org.p2f.representation.model;

import org.jspecify.annotations.NullMarked;
