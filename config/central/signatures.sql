-- Ed25519 (RFC 8032) for the server: what a station relays of another's log is taken only under that one's signature.
--
-- PostgreSQL has SHA-512 and exact integers of any length (numeric) and no curve. Checking a signature handles public
-- values only, so nothing leaks by taking its time: about 30 ms, for a head that covers up to 1,000 events.
-- Accepts what libsodium's crypto_sign_verify_detached accepts: canonical keys, S below the group's order, no points of
-- small order. Tests compare the two.

-- base ^ exponent, modulo 2^255 - 19.
CREATE OR REPLACE FUNCTION ed25519_power(base numeric, exponent numeric) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p CONSTANT numeric := 57896044618658097711785492504343953926634992332820282019728792003956564819949;
    power numeric := 1;
    square numeric := base;
    left_over numeric := exponent;
BEGIN
    WHILE left_over > 0 LOOP
        IF mod(left_over, 2) = 1 THEN
            power := mod(power * square, p);
        END IF;
        square := mod(square * square, p);
        left_over := div(left_over, 2);
    END LOOP;
    RETURN power;
END
$$;

-- The number that little-endian bytes say.
CREATE OR REPLACE FUNCTION ed25519_number(bytes bytea) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    number numeric := 0;
BEGIN
    FOR i IN REVERSE octet_length(bytes) - 1 .. 0 LOOP
        number := number * 256 + get_byte(bytes, i);
    END LOOP;
    RETURN number;
END
$$;

-- A number below 2^255 as 32 little-endian bytes, with `sign` as their highest bit.
CREATE OR REPLACE FUNCTION ed25519_bytes(number numeric, sign integer) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bytes bytea := decode(repeat('00', 32), 'hex');
    left_over numeric := number;
BEGIN
    FOR i IN 0 .. 31 LOOP
        bytes := set_byte(bytes, i, mod(left_over, 256)::integer);
        left_over := div(left_over, 256);
    END LOOP;
    RETURN set_byte(bytes, 31, get_byte(bytes, 31) + 128 * sign);
END
$$;

-- Points are {X, Y, Z, T} with x = X/Z, y = Y/Z, xy = T/Z (Hisil, Wong, Carter, Dawson: Twisted Edwards Curves
-- Revisited, a = -1). Sum of any two points.
CREATE OR REPLACE FUNCTION ed25519_sum(p1 numeric[], p2 numeric[]) RETURNS numeric[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p CONSTANT numeric := 57896044618658097711785492504343953926634992332820282019728792003956564819949;
    d2 CONSTANT numeric := 16295367250680780974490674513165176452449235426866156013048779062215315747161;  -- 2d
    a numeric := mod((p1[2] - p1[1]) * (p2[2] - p2[1]), p);
    b numeric := mod((p1[2] + p1[1]) * (p2[2] + p2[1]), p);
    c numeric := mod(mod(p1[4] * d2, p) * p2[4], p);
    d numeric := mod(2 * p1[3] * p2[3], p);
    e numeric := b - a;
    f numeric := d - c;
    g numeric := d + c;
    h numeric := b + a;
BEGIN
    RETURN ARRAY[mod(e * f, p), mod(g * h, p), mod(f * g, p), mod(e * h, p)];
END
$$;

CREATE OR REPLACE FUNCTION ed25519_double(p1 numeric[]) RETURNS numeric[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p CONSTANT numeric := 57896044618658097711785492504343953926634992332820282019728792003956564819949;
    a numeric := mod(p1[1] * p1[1], p);
    b numeric := mod(p1[2] * p1[2], p);
    e numeric := mod((p1[1] + p1[2]) * (p1[1] + p1[2]), p) - a - b;
    g numeric := b - a;
    f numeric := g - mod(2 * p1[3] * p1[3], p);
    h numeric := - a - b;
BEGIN
    RETURN ARRAY[mod(e * f, p), mod(g * h, p), mod(f * g, p), mod(e * h, p)];
END
$$;

-- Eight times a point is nothing: a key or nonce that proves nothing.
CREATE OR REPLACE FUNCTION ed25519_has_small_order(point numeric[]) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = vestibule, pg_catalog, pg_temp AS $$
BEGIN
    RETURN (ed25519_double(ed25519_double(ed25519_double(point))))[1] = 0;
END
$$;

-- The point that 32 bytes say; nothing where they say none, or not in the one canonical way.
CREATE OR REPLACE FUNCTION ed25519_point(bytes bytea) RETURNS numeric[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = vestibule, pg_catalog, pg_temp AS $$
DECLARE
    p CONSTANT numeric := 57896044618658097711785492504343953926634992332820282019728792003956564819949;
    d CONSTANT numeric := 37095705934669439343138083508754565189542113879843219016388785533085940283555;
    root_of_minus_1 CONSTANT numeric := 19681161376707505956807079304988542015446066515923890162744021073123829784752;
    sign integer := get_byte(bytes, 31) / 128;
    y numeric := ed25519_number(set_byte(bytes, 31, get_byte(bytes, 31) % 128));
    u numeric := mod(y * y - 1, p);
    v numeric := mod(d * mod(y * y, p) + 1, p);
    v3 numeric := mod(mod(v * v, p) * v, p);
    x numeric;
    check_u numeric;
BEGIN
    IF y >= p THEN
        RETURN NULL;
    END IF;
    x := mod(mod(u * v3, p) * ed25519_power(mod(mod(u * v3, p) * mod(v3 * v, p), p), div(p - 5, 8)), p);
    check_u := mod(v * mod(x * x, p), p);
    IF mod(check_u + u, p) = 0 THEN
        x := mod(x * root_of_minus_1, p);
    ELSIF mod(check_u - u, p) <> 0 THEN
        RETURN NULL;
    END IF;
    x := mod(x + p, p);
    IF x = 0 AND sign = 1 THEN
        RETURN NULL;
    END IF;
    IF mod(x, 2) <> sign THEN
        x := p - x;
    END IF;
    RETURN ARRAY[x, y, 1, mod(x * y, p)];
END
$$;

-- Has the holder of `key` signed `message`? False for anything that isn't a key or a signature.
CREATE OR REPLACE FUNCTION ed25519_holds(key bytea, message bytea, signature bytea) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = vestibule, pg_catalog, pg_temp AS $$
DECLARE
    p CONSTANT numeric := 57896044618658097711785492504343953926634992332820282019728792003956564819949;
    l CONSTANT numeric := 7237005577332262213973186563042994240857116359379907606001950938285454250989;
    base CONSTANT numeric[] := ARRAY[
        15112221349535400772501151409588531511454012693041857206046113283949847762202,
        46316835694926478169428394003475163141307993866256225615783033603165251855960, 1,
        46827403850823179245072216630277197565144205554125654976674165829533817101731];
    a numeric[];
    base_and_a numeric[];
    sum numeric[] := ARRAY[0, 1, 1, 0];
    s_left numeric;
    h_left numeric;
    s_bits boolean[];
    h_bits boolean[];
    inverse numeric;
BEGIN
    IF octet_length(key) <> 32 OR octet_length(signature) <> 64 THEN
        RETURN false;
    END IF;
    s_left := ed25519_number(substr(signature, 33, 32));
    a := ed25519_point(key);
    IF s_left >= l OR a IS NULL OR ed25519_has_small_order(a) THEN
        RETURN false;
    END IF;
    a := ARRAY[-a[1], a[2], 1, -a[4]];
    base_and_a := ed25519_sum(base, a);
    h_left := mod(ed25519_number(sha512(substr(signature, 1, 32) || key || message)), l);
    FOR i IN 1 .. 253 LOOP
        s_bits[i] := mod(s_left, 2) = 1;
        h_bits[i] := mod(h_left, 2) = 1;
        s_left := div(s_left, 2);
        h_left := div(h_left, 2);
    END LOOP;
    -- S times the base point less h times the key, both in one pass, must be the signature's R.
    FOR i IN REVERSE 253 .. 1 LOOP
        sum := ed25519_double(sum);
        IF s_bits[i] AND h_bits[i] THEN
            sum := ed25519_sum(sum, base_and_a);
        ELSIF s_bits[i] THEN
            sum := ed25519_sum(sum, base);
        ELSIF h_bits[i] THEN
            sum := ed25519_sum(sum, a);
        END IF;
    END LOOP;
    IF ed25519_has_small_order(sum) THEN
        RETURN false;
    END IF;
    inverse := ed25519_power(mod(sum[3] + p, p), p - 2);
    RETURN ed25519_bytes(mod(mod(sum[2] * inverse, p) + p, p), mod(mod(mod(sum[1] * inverse, p) + p, p), 2)::integer)
        = substr(signature, 1, 32);
END
$$;
