/** How JSON is read and written: strictly, and enums in lower-case kebab. */
@NullMarked
package org.p2f.kit.json;

import org.jspecify.annotations.NullMarked;
