/** How bodies are coded. */
@NullMarked
package org.p2f.kit.body;

import org.jspecify.annotations.NullMarked;
