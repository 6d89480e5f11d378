using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace VoiceAgent.Web.Api;

/// <summary>How many requests a minute the API answers.</summary>
public sealed class ApiOptions
{
    public const string SectionName = "Api";

    [Range(1, 1_000_000)]
    public int RequestsPerMinutePerToken { get; set; } = 120;

    [Range(1, 1_000_000)]
    public int RequestsPerMinutePerAccount { get; set; } = 240;

    /// <summary>Counted before anything is looked up, so that guessing costs nothing.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerMinutePerNetwork { get; set; } = 600;
}

[OptionsValidator]
internal sealed partial class ApiOptionsValidator : IValidateOptions<ApiOptions>;
