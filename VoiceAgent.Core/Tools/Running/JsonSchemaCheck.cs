using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace VoiceAgent.Core.Tools.Running;

/// <summary>
/// Checks a value against a JSON Schema: type, enum, const, required, properties, additionalProperties, items, the bounds of numbers, texts
/// and lists, pattern, anyOf, oneOf, allOf, not, and references within the schema. Other keywords say nothing here. Pure.
/// </summary>
internal static class JsonSchemaCheck
{
    private const int MaxDepth = 32;
    private static readonly TimeSpan PatternLimit = TimeSpan.FromMilliseconds(50);

    /// <summary>The first thing that does not fit, as a sentence that names the place; null when all fits.</summary>
    public static string? FindProblem(JsonElement schema, JsonElement value) => new Check(schema).Find(schema, value, string.Empty, 0);

    private sealed class Check(JsonElement root)
    {
        public string? Find(JsonElement schema, JsonElement value, string path, int depth)
        {
            if (schema.ValueKind is JsonValueKind.False)
            {
                return Problem(path, "is not allowed");
            }

            if (schema.ValueKind is not JsonValueKind.Object || depth > MaxDepth)
            {
                return null;
            }

            if (schema.TryGetProperty("$ref", out var reference) && Resolve(reference) is { } target)
            {
                return Find(target, value, path, depth + 1);
            }

            return Type(schema, value, path) ?? Fixed(schema, value, path) ?? value.ValueKind switch
            {
                JsonValueKind.Object => Object(schema, value, path, depth),
                JsonValueKind.Array => List(schema, value, path, depth),
                JsonValueKind.String => Text(schema, value.GetString()!, path),
                JsonValueKind.Number => Number(schema, value.GetDouble(), path),
                _ => null,
            } ?? Combined(schema, value, path, depth);
        }

        private JsonElement? Resolve(JsonElement reference)
        {
            var text = reference.ValueKind is JsonValueKind.String ? reference.GetString()! : string.Empty;
            return text is "#" ? root : text.StartsWith("#/", StringComparison.Ordinal) ? JsonPointer.Find(root, text[1..]) : null;
        }

        private static string? Type(JsonElement schema, JsonElement value, string path)
        {
            if (!schema.TryGetProperty("type", out var type))
            {
                return null;
            }

            string[] types = type.ValueKind is JsonValueKind.Array ? [.. Strings(type)] : [type.ToString()];
            return types.Length == 0 || types.Any(name => IsOf(name, value)) ? null : Problem(path, $"must be of type {string.Join(" or ", types)}");
        }

        private static bool IsOf(string type, JsonElement value) => type switch
        {
            "object" => value.ValueKind is JsonValueKind.Object,
            "array" => value.ValueKind is JsonValueKind.Array,
            "string" => value.ValueKind is JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "null" => value.ValueKind is JsonValueKind.Null,
            "number" => value.ValueKind is JsonValueKind.Number,
            "integer" => value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out var number) && Math.Floor(number) == number,
            _ => true,
        };

        private static string? Fixed(JsonElement schema, JsonElement value, string path)
        {
            if (schema.TryGetProperty("const", out var only) && !JsonElement.DeepEquals(only, value))
            {
                return Problem(path, $"must be {only.GetRawText()}");
            }

            if (schema.TryGetProperty("enum", out var choices) && choices.ValueKind is JsonValueKind.Array
                && !choices.EnumerateArray().Any(choice => JsonElement.DeepEquals(choice, value)))
            {
                return Problem(path, $"must be one of {string.Join(", ", choices.EnumerateArray().Select(choice => choice.GetRawText()))}");
            }

            return null;
        }

        private string? Object(JsonElement schema, JsonElement value, string path, int depth)
        {
            if (schema.TryGetProperty("required", out var required))
            {
                foreach (var name in Strings(required).Where(name => !value.TryGetProperty(name, out _)))
                {
                    return Problem(Join(path, name), "is missing");
                }
            }

            var known = schema.TryGetProperty("properties", out var properties) && properties.ValueKind is JsonValueKind.Object ? properties : default;
            foreach (var property in value.EnumerateObject())
            {
                var problem = known.ValueKind is JsonValueKind.Object && known.TryGetProperty(property.Name, out var own)
                    ? Find(own, property.Value, Join(path, property.Name), depth + 1)
                    : schema.TryGetProperty("additionalProperties", out var other)
                        ? Find(other, property.Value, Join(path, property.Name), depth + 1)
                        : null;
                if (problem is not null)
                {
                    return problem;
                }
            }

            return null;
        }

        private string? List(JsonElement schema, JsonElement value, string path, int depth)
        {
            var count = value.GetArrayLength();
            if (Bound(schema, "minItems") > count || Bound(schema, "maxItems") < count)
            {
                return Problem(path, $"must have {Range(schema, "minItems", "maxItems")} items");
            }

            if (schema.TryGetProperty("items", out var items))
            {
                for (var i = 0; i < count; i++)
                {
                    if (Find(items, value[i], string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), depth + 1) is { } problem)
                    {
                        return problem;
                    }
                }
            }

            return null;
        }

        private static string? Text(JsonElement schema, string value, string path)
        {
            var length = new StringInfo(value).LengthInTextElements;
            if (Bound(schema, "minLength") > length || Bound(schema, "maxLength") < length)
            {
                return Problem(path, $"must have {Range(schema, "minLength", "maxLength")} characters");
            }

            return schema.TryGetProperty("pattern", out var pattern) && pattern.ValueKind is JsonValueKind.String && !Matches(pattern.GetString()!, value)
                ? Problem(path, $"must match {pattern.GetString()}")
                : null;
        }

        // A pattern that cannot be read or takes too long says nothing.
        private static bool Matches(string pattern, string value)
        {
            try
            {
                return Regex.IsMatch(value, pattern, RegexOptions.ECMAScript, PatternLimit);
            }
            catch (Exception exception) when (exception is ArgumentException or RegexMatchTimeoutException)
            {
                return true;
            }
        }

        private static string? Number(JsonElement schema, double value, string path)
        {
            if (Bound(schema, "minimum") > value || Bound(schema, "maximum") < value)
            {
                return Problem(path, $"must be {Range(schema, "minimum", "maximum")}");
            }

            return Bound(schema, "exclusiveMinimum") >= value || Bound(schema, "exclusiveMaximum") <= value
                ? Problem(path, $"must be strictly {Range(schema, "exclusiveMinimum", "exclusiveMaximum")}")
                : null;
        }

        private string? Combined(JsonElement schema, JsonElement value, string path, int depth)
        {
            var all = Schemas(schema, "allOf").Select(one => Find(one, value, path, depth + 1)).FirstOrDefault(problem => problem is not null);
            if (all is not null)
            {
                return all;
            }

            var any = Schemas(schema, "anyOf").Select(one => Find(one, value, path, depth + 1)).ToList();
            if (any.Count > 0 && !any.Contains(null))
            {
                return any[0];
            }

            var one = Schemas(schema, "oneOf").Select(each => Find(each, value, path, depth + 1)).ToList();
            if (one.Count > 0 && one.Count(problem => problem is null) != 1)
            {
                return one.Find(problem => problem is not null) ?? Problem(path, "fits more than one of the alternatives");
            }

            return schema.TryGetProperty("not", out var not) && Find(not, value, path, depth + 1) is null ? Problem(path, "is not allowed") : null;
        }

        private static IEnumerable<JsonElement> Schemas(JsonElement schema, string name) =>
            schema.TryGetProperty(name, out var list) && list.ValueKind is JsonValueKind.Array ? list.EnumerateArray() : [];

        private static IEnumerable<string> Strings(JsonElement list) =>
            list.ValueKind is JsonValueKind.Array ? list.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.String).Select(item => item.GetString()!) : [];

        private static double? Bound(JsonElement schema, string name) =>
            schema.TryGetProperty(name, out var bound) && bound.ValueKind is JsonValueKind.Number && bound.TryGetDouble(out var value) ? value : null;

        private static string Range(JsonElement schema, string from, string to) => (Bound(schema, from), Bound(schema, to)) switch
        {
            ({ } low, { } high) => string.Create(CultureInfo.InvariantCulture, $"between {low} and {high}"),
            ({ } low, null) => string.Create(CultureInfo.InvariantCulture, $"at least {low}"),
            (_, { } high) => string.Create(CultureInfo.InvariantCulture, $"at most {high}"),
            _ => string.Empty,
        };

        private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

        private static string Problem(string path, string what) => $"{(path.Length == 0 ? "the arguments" : path)} {what}.";
    }
}
