/** Charts as SVG, and the style of report pages; independent of what the numbers mean. */
@NullMarked
package org.p2f.figures;

import org.jspecify.annotations.NullMarked;
