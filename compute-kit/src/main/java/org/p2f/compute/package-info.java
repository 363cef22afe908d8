/** The engine on which a service's networks run, as the configuration has it. */
@NullMarked
package org.p2f.compute;

import org.jspecify.annotations.NullMarked;
