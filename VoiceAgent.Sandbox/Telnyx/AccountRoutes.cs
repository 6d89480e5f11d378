using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using VoiceAgent.Sandbox.Keys;
using VoiceAgent.Sandbox.Telnyx.Webhooks;

namespace VoiceAgent.Sandbox.Telnyx;

/// <summary>The account of the simulated Telnyx and its numbers.</summary>
internal sealed class AccountRoutes(TelnyxSimulator telnyx)
{
    private const string OrganizationId = "3e6f995f-85f7-4705-9741-53b116d28237";
    private const int DefaultPageSize = 20;
    private const int LargestPageSize = 250;

    /// <summary><c>GET /v2/balance</c>: amounts are text.</summary>
    public IResult Balance(HttpRequest request, SandboxKeyState key)
    {
        var funds = key is SandboxKeyState.WithoutCredit ? "0.00" : "300.00";
        return Data(new JsonObject
        {
            ["record_type"] = "balance",
            ["balance"] = funds,
            ["credit_limit"] = "0.00",
            ["available_credit"] = funds,
            ["pending"] = "0.00",
            ["currency"] = "USD",
        });
    }

    /// <summary><c>GET /v2/whoami</c>.</summary>
    public IResult WhoAmI(HttpRequest request, SandboxKeyState key) => Data(new JsonObject
    {
        ["organization_id"] = OrganizationId,
        ["organization_name"] = "Sandbox",
        ["user_email"] = "sandbox@example.com",
    });

    /// <summary><c>GET /v2/public_key</c>: the key that webhooks are verified with.</summary>
    public IResult PublicKey(HttpRequest request, SandboxKeyState key) => Data(new JsonObject
    {
        ["public"] = telnyx.PublicKey,
        ["record_type"] = "public_key",
        ["organization_id"] = OrganizationId,
    });

    /// <summary><c>GET /v2/phone_numbers</c> with pages and filters.</summary>
    /// <exception cref="TelnyxRefusalException">A page number, size or sort order is wrong.</exception>
    public IResult PhoneNumbers(HttpRequest request, SandboxKeyState key)
    {
        var page = Number(request, "page[number]", 1, int.MaxValue / LargestPageSize);
        var size = Number(request, "page[size]", DefaultPageSize, LargestPageSize);
        var matching = Sort(telnyx.Numbers.Where(number => Matches(number, request)), request.Query["sort"].ToString()).ToArray();
        var rows = matching.Skip((page - 1) * size).Take(size).Select(Row);
        var answer = new JsonObject
        {
            ["data"] = new JsonArray([.. rows]),
            ["meta"] = new JsonObject
            {
                ["page_number"] = page,
                ["page_size"] = size,
                ["total_pages"] = (matching.Length + size - 1) / size,
                ["total_results"] = matching.Length,
            },
        };
        return Results.Text(answer.ToJsonString(), "application/json");
    }

    // The number filter wants digits: with a plus or another sign the real one finds nothing either.
    private static bool Matches(SimulatedNumber number, HttpRequest request)
    {
        var digits = Filter(request, "phone_number");
        return (digits is null || (digits.Length >= 3 && number.Number[1..].Contains(digits, StringComparison.Ordinal)))
            && Filter(request, "status") is null or "active"
            && (Filter(request, "connection_id") is not { } connection || connection == number.ConnectionId)
            && (Filter(request, "country_iso_alpha2") is not { } country || country == number.CountryCode)
            && Filter(request, "tag") is null;
    }

    private static IEnumerable<SimulatedNumber> Sort(IEnumerable<SimulatedNumber> numbers, string sort) => sort switch
    {
        "" or "phone_number" or "connection_name" or "usage_payment_method" => numbers,
        "-phone_number" or "-connection_name" or "-usage_payment_method" => numbers.Reverse(),
        "purchased_at" => numbers.OrderBy(number => number.PurchasedAt),
        "-purchased_at" => numbers.OrderByDescending(number => number.PurchasedAt),
        _ => throw new TelnyxRefusalException(new TelnyxError(422, "10032", "Value not allowed", "sort is not a known order.")
        { Parameter = "sort" }),
    };

    private static string? Filter(HttpRequest request, string name) =>
        request.Query.TryGetValue($"filter[{name}]", out var value) ? value.ToString() : null;

    private static int Number(HttpRequest request, string name, int fallback, int largest)
    {
        if (!request.Query.TryGetValue(name, out var text))
        {
            return fallback;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= largest
            ? number
            : throw new TelnyxRefusalException(new TelnyxError(422, "10033", "Value out of range", $"{name} must be 1 to {largest}.")
            { Parameter = name });
    }

    private static JsonNode Row(SimulatedNumber number) => new JsonObject
    {
        ["id"] = number.Id,
        ["record_type"] = "phone_number",
        ["phone_number"] = number.Number,
        ["status"] = "active",
        ["connection_id"] = number.ConnectionId,
        ["connection_name"] = "Sandbox",
        ["country_iso_alpha2"] = number.CountryCode,
        ["phone_number_type"] = "local",
        ["tags"] = new JsonArray(),
        ["customer_reference"] = null,
        ["billing_group_id"] = null,
        ["messaging_profile_id"] = null,
        ["hd_voice_enabled"] = false,
        ["call_recording_enabled"] = false,
        ["caller_id_name_enabled"] = false,
        ["inbound_call_screening"] = "disabled",
        ["emergency_enabled"] = false,
        ["emergency_status"] = "disabled",
        ["deletion_lock_enabled"] = false,
        ["external_pin"] = null,
        ["source_type"] = "number_order",
        ["purchased_at"] = TelnyxEvents.Timestamp(number.PurchasedAt),
        ["created_at"] = TelnyxEvents.Timestamp(number.PurchasedAt),
        ["updated_at"] = TelnyxEvents.Timestamp(number.PurchasedAt),
    };

    private static IResult Data(JsonObject data) => Results.Text(new JsonObject { ["data"] = data }.ToJsonString(), "application/json");
}
