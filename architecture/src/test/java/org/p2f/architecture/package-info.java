/** The walls between rooms, as tests. */
@NullMarked
package org.p2f.architecture;

import org.jspecify.annotations.NullMarked;
