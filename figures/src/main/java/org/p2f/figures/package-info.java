/** Numbers as SVG, and the style of pages that show them; knows nothing of what they mean. */
@NullMarked
package org.p2f.figures;

import org.jspecify.annotations.NullMarked;
