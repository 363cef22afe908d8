/** Validation of plans; free of frameworks, so that domain packages may depend on it. */
@NullMarked
package org.p2f.kit.plan;

import org.jspecify.annotations.NullMarked;
