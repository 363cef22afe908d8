/** JSON conventions: strict parsing, and enums in lower-case kebab. */
@NullMarked
package org.p2f.kit.json;

import org.jspecify.annotations.NullMarked;
