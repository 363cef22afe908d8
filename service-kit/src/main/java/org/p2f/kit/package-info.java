/** What all services share as web servers; a service gets it by depending on this module. */
@NullMarked
package org.p2f.kit;

import org.jspecify.annotations.NullMarked;
