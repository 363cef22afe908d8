/**
 * What every web server of the platform repeats, gateway and services alike: whose tokens are
 * believed, the id that names a request, and how a server ends.
 */
@NullMarked
package org.p2f.http;

import org.jspecify.annotations.NullMarked;
