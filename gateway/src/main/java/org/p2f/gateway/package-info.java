/** One address in front of the three services: routes, token verification, one API document. */
@NullMarked
package org.p2f.gateway;

import org.jspecify.annotations.NullMarked;
